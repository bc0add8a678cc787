import type {
  CSSVariablesResolver,
  MantineColorsTuple,
  VariantColorsResolver,
} from '@mantine/core';
import { createTheme, virtualColor } from '@mantine/core';
import { dark, light } from './tokens.js';

/** Mantine wants ten shades; Plumb has one primary a scheme, so all ten are it. */
const shades = (colour: string): MantineColorsTuple =>
  Array.from({ length: 10 }, () => colour) as unknown as MantineColorsTuple;

const greys: MantineColorsTuple = [
  light.surface,
  light.ground,
  light.band,
  light.rule,
  light.control,
  light.control,
  light['ink-2'],
  light['ink-2'],
  light.ink,
  light.ink,
];
/** Index 4 is the border of inputs. The whole tuple is replaced, else dark surfaces stay a neutral grey. */
const darks: MantineColorsTuple = [
  dark.ink,
  dark.ink,
  dark['ink-2'],
  dark.control,
  dark.control,
  dark.band,
  dark.surface,
  dark.ground,
  dark.ground,
  dark.ground,
];

const aim = (name: keyof typeof light) => `var(--aim-${name})`;

/** Buttons take their colours from the tokens alone: Mantine's own choice of text fails contrast in the dark. */
const variants: VariantColorsResolver = ({ variant }) => {
  const quiet = {
    background: 'transparent',
    hover: aim('band'),
    color: aim('spruce'),
    border: '1px solid transparent',
  };
  if (variant === 'filled')
    return {
      background: aim('spruce'),
      hover: aim('spruce-hover'),
      color: aim('on-spruce'),
      border: '1px solid transparent',
    };
  if (variant === 'light') return { ...quiet, background: aim('band') };
  if (variant === 'outline' || variant === 'default')
    return { ...quiet, background: aim('surface'), border: `1px solid ${aim('control')}` };
  return quiet;
};

const heading = (fontSize: string) => ({ fontSize, lineHeight: '1.25' });

export const theme = createTheme({
  colors: {
    spruce: shades(light.spruce),
    mint: shades(dark.spruce),
    primary: virtualColor({ name: 'primary', light: 'spruce', dark: 'mint' }),
    gray: greys,
    dark: darks,
    red: shades(light.trend),
  },
  primaryColor: 'primary',
  white: light.surface,
  black: light.ink,
  variantColorResolver: variants,
  fontFamily: "'Atkinson Hyperlegible Next Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, monospace',
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '1rem', lg: '1.125rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.25rem', xl: '1.75rem' },
  radius: { xs: '4px', sm: '4px', md: '4px', lg: '6px', xl: '6px' },
  defaultRadius: 'sm',
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: {
    fontWeight: '650',
    sizes: {
      h1: heading('1.875rem'),
      h2: heading('1.25rem'),
      h3: heading('1.125rem'),
      h4: heading('1rem'),
      h5: heading('1rem'),
      h6: heading('1rem'),
    },
  },
});

const tokenVariables = (tokens: Record<string, string>) =>
  Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--aim-${name}`, value]));

/** Mantine's own variables, bound to the tokens: one change of scheme changes everything. */
const bound = {
  '--mantine-color-body': aim('ground'),
  '--mantine-color-text': aim('ink'),
  '--mantine-color-bright': aim('ink'),
  '--mantine-color-dimmed': aim('ink-2'),
  '--mantine-color-placeholder': aim('ink-2'),
  '--mantine-color-anchor': aim('spruce'),
  '--mantine-color-default': aim('surface'),
  '--mantine-color-default-hover': aim('band'),
  '--mantine-color-default-color': aim('ink'),
  '--mantine-color-default-border': aim('control'),
  '--mantine-color-error': aim('trend'),
  '--mantine-color-primary-filled': aim('spruce'),
  '--mantine-primary-color-filled': aim('spruce'),
  '--mantine-primary-color-contrast': aim('on-spruce'),
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...tokenVariables(light), ...bound },
  dark: { ...tokenVariables(dark), ...bound },
});
