export const ROOT: string;
export const TOOLS_FOLDER: string;
