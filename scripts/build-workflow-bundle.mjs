// Bundles the workflows once, so that worker and tests load the same code; run after `tsc -b`.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

const workflowsPath = fileURLToPath(new URL('../dist/workflows/src/index.js', import.meta.url));
const { code } = await bundleWorkflowCode({ workflowsPath });
await writeFile(new URL('../dist/workflow-bundle.js', import.meta.url), code);
