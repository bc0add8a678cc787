// `npm run docs:reference`: docs/methods.md, from the methods that the domain names.
import { writeFile } from 'node:fs/promises';
import { methodsPage } from '../dist/libs/domain/src/methods.js';

await writeFile(new URL('../docs/methods.md', import.meta.url), methodsPage());
