/*
 * The decoder's peer: the same GPT in plain C, a loop for each formula, as one writes it for a compiler that vectorises
 * (gcc -O3 -march=native -ffast-math). Each row of a matrix is one output, as in llama2.c (Karpathy 2023).
 *
 *   decode <file of weights> vocab dModel layers heads context
 *
 * For each line on stdin: decode `context` tokens greedily from token 1, then print the seconds it took and the tokens.
 * Only what decode.ts measures: no biases, no final norm, sigmoid GELU, learned positions, tied output.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int V, D, L, H, T;

typedef struct {
  float *gain1, *bias1, *gain2, *bias2, *qkv, *proj, *up, *down, *keys, *values;
} Layer;

static float *numbers(size_t count) {
  float *p = aligned_alloc(64, (count * sizeof(float) + 63) / 64 * 64);
  if (!p) exit(1);
  return p;
}

static float *take(FILE *file, size_t count) {
  float *p = numbers(count);
  if (fread(p, sizeof(float), count, file) != count) exit(1);
  return p;
}

/* [in][out] to [out][in] */
static float *takeMatrix(FILE *file, int in, int out) {
  float *a = take(file, (size_t)in * out), *b = numbers((size_t)in * out);
  for (int i = 0; i < in; i++)
    for (int o = 0; o < out; o++) b[(size_t)o * in + i] = a[(size_t)i * out + o];
  free(a);
  return b;
}

static void matmul(float *restrict y, const float *restrict x, const float *restrict w, int in, int out) {
  for (int o = 0; o < out; o++) {
    float sum = 0;
    for (int i = 0; i < in; i++) sum += w[(size_t)o * in + i] * x[i];
    y[o] = sum;
  }
}

static void norm(float *restrict y, const float *restrict x, const float *gain, const float *bias) {
  float mean = 0, variance = 0;
  for (int i = 0; i < D; i++) mean += x[i];
  mean /= D;
  for (int i = 0; i < D; i++) variance += (x[i] - mean) * (x[i] - mean);
  float scale = 1 / sqrtf(variance / D + 1e-5f);
  for (int i = 0; i < D; i++) y[i] = (x[i] - mean) * scale * gain[i] + bias[i];
}

static void attend(float *restrict y, const float *restrict query, const Layer *l, int position, float *scores) {
  int d = D / H;
  float scale = 1 / sqrtf(d);
  for (int h = 0; h < H; h++) {
    float highest = -INFINITY, total = 0;
    for (int t = 0; t <= position; t++) {
      const float *key = l->keys + (size_t)t * D + h * d;
      float sum = 0;
      for (int i = 0; i < d; i++) sum += query[h * d + i] * key[i];
      scores[t] = sum * scale;
      if (scores[t] > highest) highest = scores[t];
    }
    for (int t = 0; t <= position; t++) {
      scores[t] = expf(scores[t] - highest);
      total += scores[t];
    }
    memset(y + h * d, 0, d * sizeof(float));
    for (int t = 0; t <= position; t++) {
      const float *value = l->values + (size_t)t * D + h * d;
      float share = scores[t] / total;
      for (int i = 0; i < d; i++) y[h * d + i] += share * value[i];
    }
  }
}

int main(int argc, char **argv) {
  if (argc != 7) return 2;
  FILE *file = fopen(argv[1], "rb");
  if (!file) return 1;
  V = atoi(argv[2]), D = atoi(argv[3]), L = atoi(argv[4]), H = atoi(argv[5]), T = atoi(argv[6]);
  float *wte = take(file, (size_t)V * D), *wpe = take(file, (size_t)T * D);
  Layer *layers = calloc(L, sizeof(Layer));
  for (int i = 0; i < L; i++) {
    Layer *l = &layers[i];
    l->gain1 = take(file, D), l->bias1 = take(file, D);
    l->qkv = takeMatrix(file, D, 3 * D), l->proj = takeMatrix(file, D, D);
    l->gain2 = take(file, D), l->bias2 = take(file, D);
    l->up = takeMatrix(file, D, 4 * D), l->down = takeMatrix(file, 4 * D, D);
    l->keys = numbers((size_t)T * D), l->values = numbers((size_t)T * D);
  }
  float *x = numbers(D), *h = numbers(D), *qkv = numbers(3 * D), *mixed = numbers(D), *hidden = numbers(4 * D);
  float *scores = numbers(T), *logits = numbers(V);
  int *tokens = calloc(T, sizeof(int));
  char line[64];
  while (fgets(line, sizeof line, stdin)) {
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    int token = 1;
    for (int position = 0; position < T; position++) {
      for (int i = 0; i < D; i++) x[i] = wte[(size_t)token * D + i] + wpe[(size_t)position * D + i];
      for (int n = 0; n < L; n++) {
        Layer *l = &layers[n];
        norm(h, x, l->gain1, l->bias1);
        matmul(qkv, h, l->qkv, D, 3 * D);
        memcpy(l->keys + (size_t)position * D, qkv + D, D * sizeof(float));
        memcpy(l->values + (size_t)position * D, qkv + 2 * D, D * sizeof(float));
        attend(mixed, qkv, l, position, scores);
        matmul(h, mixed, l->proj, D, D);
        for (int i = 0; i < D; i++) x[i] += h[i];
        norm(h, x, l->gain2, l->bias2);
        matmul(hidden, h, l->up, D, 4 * D);
        for (int i = 0; i < 4 * D; i++) hidden[i] /= 1 + expf(-1.702f * hidden[i]);
        matmul(h, hidden, l->down, 4 * D, D);
        for (int i = 0; i < D; i++) x[i] += h[i];
      }
      matmul(logits, x, wte, D, V);
      token = 0;
      for (int v = 1; v < V; v++)
        if (logits[v] > logits[token]) token = v;
      tokens[position] = token;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%.9f", (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) * 1e-9);
    for (int t = 0; t < T; t++) printf(" %d", tokens[t]);
    printf("\n");
    fflush(stdout);
  }
  return 0;
}
