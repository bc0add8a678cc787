/** What is wrong in a document, where (JSON Pointer), and, as a sentence, what would be right. `code` is stable. */
export type Problem = { code: string; where: string; message: string };
