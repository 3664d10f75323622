/** A path as TypeScript writes it. */
export function slashes(file: string): string {
  return file.replaceAll("\\", "/");
}
