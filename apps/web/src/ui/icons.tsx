/** The few pictures of the interface: thin lines in the text's own colour, always beside a word. */
const paths = {
  inbox: 'M3 13h4l1.5 2.5h3L13 13h4M3 13l2.5-8h9L17 13v3.5H3Z',
  students: 'M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM3.5 17c.6-3.6 3.2-5 6.5-5s5.9 1.4 6.5 5',
  groups:
    'M7 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM2.5 16c.4-3 2.2-4.3 4.5-4.3s4.1 1.3 4.5 4.3M13.5 9.5a2.25 2.25 0 1 0-1-4.3M14 11.8c1.9.2 3.2 1.5 3.5 4.2',
  sun: 'M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 2.5v1.5M10 16v1.5M2.5 10H4M16 10h1.5M4.7 4.7l1 1M14.3 14.3l1 1M4.7 15.3l1-1M14.3 5.7l1-1',
  moon: 'M16 11.5A6.5 6.5 0 0 1 8.5 4 6.5 6.5 0 1 0 16 11.5Z',
  clock: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6v4l2.5 2',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13 13l4 4',
  chevron: 'M8 5l5 5-5 5',
} as const;

export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden>
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
