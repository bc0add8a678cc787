import '@fontsource-variable/atkinson-hyperlegible-next/wght.css';
import './ui/mantine.css';
import './ui/base.css';
import './ui/lines.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
