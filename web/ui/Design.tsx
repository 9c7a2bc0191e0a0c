/** The place where the design system is laid under the screens: tokens, type, Mantine's parts. */

import '@mantine/core/styles/default-css-variables.layer.css';
import '@mantine/core/styles/global.layer.css';
import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Loader.layer.css';
import '@mantine/core/styles/Button.layer.css';
import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/InlineInput.layer.css';
import '@mantine/core/styles/ActionIcon.layer.css';
import '@mantine/core/styles/PasswordInput.layer.css';
import '@mantine/core/styles/Checkbox.layer.css';
import './styles/font.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import { createTheme, localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';

const theme = createTheme({
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // A field that may be left empty says so; the others need no sign.
    TextInput: { defaultProps: { withAsterisk: false } },
    PasswordInput: { defaultProps: { withAsterisk: false } },
  },
});

const schemes = localStorageColorSchemeManager({ key: 'countersign-scheme' });

/**
 * Variables come from our own style sheet: those that Mantine would write into the page are styles
 * in the page, which the content security policy forbids.
 */
export function Design({ children }: { readonly children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={schemes}
      withCssVariables={false}
      withGlobalClasses={false}
      deduplicateCssVariables={false}
    >
      {children}
    </MantineProvider>
  );
}
