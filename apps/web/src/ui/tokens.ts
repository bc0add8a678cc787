/**
 * The colours of Plumb (web.md 8), the only place where a colour is written. `tokens.spec.ts` computes their contrast; the
 * theme turns each into a CSS variable `--aim-<name>`.
 */
export type Tokens = typeof light;

export const light = {
  ground: '#F4F7F5',
  surface: '#FFFFFF',
  ink: '#14272B',
  'ink-2': '#51656A',
  rule: '#C9D3D2',
  control: '#7B8E92',
  spruce: '#17494D',
  'spruce-hover': '#0F3639',
  'on-spruce': '#FFFFFF',
  trend: '#A5341F',
  /** "Needs you": an edge, a halo, a focus ring; never text, never alone. */
  marigold: '#F2B632',
  'on-marigold': '#14272B',
  band: '#D9E7E6',
  'tier-1': '#3C98B5',
  'tier-1-text': '#14647A',
  'tier-1-wash': '#E3F1F4',
  'tier-2': '#A95F06',
  'tier-2-text': '#8A4F00',
  'tier-2-wash': '#FBEFD9',
  'tier-3': '#5A2A6E',
  'tier-3-text': '#5A2A6E',
  'tier-3-wash': '#F3E8F6',
} as const;

export const dark: Record<keyof Tokens, string> = {
  ground: '#0F1F20',
  surface: '#16292B',
  ink: '#E6EFEE',
  'ink-2': '#A3B7B8',
  rule: '#35494B',
  control: '#6F8A8C',
  spruce: '#7FD0C8',
  'spruce-hover': '#A2E0D9',
  'on-spruce': '#0F1F20',
  trend: '#FF9D85',
  marigold: '#F2B632',
  'on-marigold': '#14272B',
  band: '#1F3D3F',
  'tier-1': '#B5E6F0',
  'tier-1-text': '#B5E6F0',
  'tier-1-wash': '#173A42',
  'tier-2': '#E39B2E',
  'tier-2-text': '#F0B75E',
  'tier-2-wash': '#3C2B10',
  'tier-3': '#A567C9',
  'tier-3-text': '#D4AEE6',
  'tier-3-wash': '#34203F',
};

/** WCAG 2.x contrast of two `#RRGGBB` colours: 1 to 21. */
export function contrast(a: string, b: string): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
