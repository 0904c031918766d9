import { join } from 'node:path';

/**
 * Where n8n's engine keeps the encryption key that it makes: within the project, and not in the folder
 * of the user's own n8n. To be imported before the engine starts.
 */
process.env.N8N_USER_FOLDER = join(__dirname, '../../../node_modules/.cache/n8n-engine');
