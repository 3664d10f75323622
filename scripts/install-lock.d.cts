/** Run `work` while no other process holds the lock `file`, waiting for one that does. */
export function withInstallLock<T>(file: string, work: () => T | Promise<T>): Promise<T>;
