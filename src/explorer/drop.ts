/** Files may be dropped anywhere on the page. */
import { useEffect } from "preact/hooks";

/** Calls back with the files that are dropped, those in folders too. */
export function useDrop(take: (files: readonly File[]) => void): void {
  useEffect(() => {
    const over = (event: DragEvent): void => event.preventDefault();
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      const items = event.dataTransfer?.items;
      if (items === undefined || items.length === 0) return;
      void filesOf(items).then((files) => files.length > 0 && take(files));
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  });
}

/** All files of what was dropped, asked for before the first wait: the list is emptied then. */
async function filesOf(items: DataTransferItemList): Promise<readonly File[]> {
  const found = [...items].flatMap((item) => item.webkitGetAsEntry() ?? item.getAsFile() ?? []);
  return (await Promise.all(found.map((one) => (one instanceof File ? [one] : filesIn(one))))).flat();
}

async function filesIn(entry: FileSystemEntry): Promise<readonly File[]> {
  if (entry.isFile)
    return [await new Promise<File>((found, failed) => (entry as FileSystemFileEntry).file(found, failed))];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((found, failed) => reader.readEntries(found, failed));
    if (some.length === 0) break; // a folder answers in parts
    all.push(...some);
  }
  return (await Promise.all(all.filter(({ isFile }) => isFile).map(filesIn))).flat();
}
