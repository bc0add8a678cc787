import { join } from 'node:path';
import { keyConfig, readConfig } from '#platform/config';
import type { AimlineHome } from '#platform/services/aimline-home';
import { homeSecret } from '#platform/services/secret-file';

/** The key of this home's records: yours if the environment has it, else the one made for the home. */
export async function masterKeyOf(
  home: AimlineHome,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Buffer> {
  const own = env['AIMLINE_MASTER_KEY'] || env['AIMLINE_MASTER_KEY_FILE'];
  if (!own) await homeSecret(home, 'master-key', 32);
  const file = { AIMLINE_MASTER_KEY_FILE: join(home.secrets, 'master-key') };
  return readConfig(keyConfig, own ? env : { ...env, ...file }).AIMLINE_MASTER_KEY;
}
