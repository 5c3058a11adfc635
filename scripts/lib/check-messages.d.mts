export function checkMessages(
  file: string,
  sources: Record<string, object | undefined>,
): { types: Map<string, Map<string, string | string[]>>; problems: string[] };
