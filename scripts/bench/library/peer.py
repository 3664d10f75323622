"""Hugging Face tokenizers, tiktoken and Pillow: `python peer.py <task> <file> ...` writes what it measured as one line of JSON."""
import hashlib
import io
import json
import sys
import time

task, *files = sys.argv[1:]
pattern = r"""'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"""
printed = [*range(33, 127), *range(161, 173), *range(174, 256)]
byte_of = {chr(b): b for b in printed} | {chr(256 + n): b for n, b in enumerate(b for b in range(256) if b not in printed)}


def timed(work):
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def digest(ids):
    return hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()


def text():
    with open(files[0], encoding="utf8", newline="") as file:
        return file.read()


def huggingface():
    """Trains, then encodes."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    model = Tokenizer(models.BPE())
    model.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=4096, min_frequency=2, initial_alphabet=alphabet, show_progress=False)
    corpus = text()
    _, train = timed(lambda: model.train_from_iterator([corpus], trainer))
    model.save(files[1])
    encoding, encode = timed(lambda: model.encode(corpus))
    return {"train": train, "encode": encode, "tokens": len(encoding.ids), "ids": digest(encoding.ids)}


def tiktoken():
    """Encodes with the vocabulary that Hugging Face's has learned."""
    import tiktoken

    with open(files[1], encoding="utf8") as file:
        vocab = json.load(file)["model"]["vocab"]
    ranks = {bytes(byte_of[c] for c in token): rank for token, rank in vocab.items()}
    model = tiktoken.Encoding("bench", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
    corpus = text()
    ids, encode = timed(lambda: model.encode_ordinary(corpus))
    return {"encode": encode, "tokens": len(ids), "ids": digest(ids)}


def images():
    from PIL import Image, ImageFilter

    with open(files[0], "rb") as file:
        raw = file.read()
    image = Image.open(io.BytesIO(raw)).convert("RGB")
    half, twice = (image.width // 2, image.height // 2), (image.width * 2, image.height * 2)
    work = {
        "decode PNG": lambda: Image.open(io.BytesIO(raw)).convert("RGB").load(),
        "halve, mean of the area": lambda: image.resize(half, Image.Resampling.BOX),
        "double, bilinear": lambda: image.resize(twice, Image.Resampling.BILINEAR),
        "halve, Lanczos": lambda: image.resize(half, Image.Resampling.LANCZOS),
        "blur, box of 5": lambda: image.filter(ImageFilter.BoxBlur(2)),
    }
    return {"ms": {name: min(timed(each)[1] for _ in range(12)) * 1000 for name, each in work.items()}}


print(json.dumps({"huggingface": huggingface, "tiktoken": tiktoken, "images": images}[task]()))
