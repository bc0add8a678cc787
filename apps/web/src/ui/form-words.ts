/** What was written into a field of a form, without the blanks around it; nothing for a field that is not there. */
export function wordsOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
