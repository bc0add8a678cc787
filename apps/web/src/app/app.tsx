import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiProblem } from '../api/problem.js';
import { LanguageProvider } from '../i18n/provider.js';
import { cssVariables, theme } from '../ui/theme.js';
import { createAppRouter } from './router.js';

/** Retries only what may succeed when tried again; a refusal is an answer. */
const retry = (failures: number, error: Error) =>
  failures < 3 && (!(error instanceof ApiProblem) || error.mayRetry);

export function App() {
  const [{ queries, router }] = useState(() => {
    const client = new QueryClient({
      defaultOptions: { queries: { retry, staleTime: 10_000 }, mutations: { retry: false } },
    });
    return { queries: client, router: createAppRouter(client) };
  });
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <LanguageProvider>
        <QueryClientProvider client={queries}>
          <Notifications position="bottom-center" limit={3} />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  );
}
