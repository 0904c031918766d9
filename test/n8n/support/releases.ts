/** One n8n that the tests and `npm start` run: exact versions, so that every machine drives the same thing. */
export interface N8nRelease {
	n8n: string;
	node: string;
	/** Native addons that are compiled after an install without scripts. */
	addons: string[];
	/** npm `overrides` for dependencies that the registry does not serve as pinned. */
	overrides: Record<string, string>;
	/** Settings that keep this line from announcing at start what it plans to change later. */
	settings: Record<string, string>;
}

/** The current line. Its own package asks for Node 24. */
export const CURRENT: N8nRelease = {
	n8n: '2.41.1',
	node: '24.21.0',
	addons: ['sqlite3', 'isolated-vm'],
	overrides: {},
	settings: {
		// It fetches a list from n8n's servers.
		N8N_DISABLED_MODULES: 'mcp-registry',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_RUNNERS_TASK_TIMEOUT: '300',
		N8N_COMPRESSION_NODE_MAX_DECOMPRESSED_SIZE_BYTES: '268435456',
		N8N_COMPRESSION_NODE_MAX_ZIP_ENTRIES: '1000',
	},
};

/** The last of the 1.x line, which many self-hosted users still run. */
export const LEGACY: N8nRelease = {
	n8n: '1.123.81',
	node: '22.23.3',
	addons: ['sqlite3'],
	// n8n pins a download address here, which a registry-only network cannot reach.
	overrides: { xlsx: '0.18.5' },
	settings: {
		DB_SQLITE_POOL_SIZE: '4',
		N8N_RUNNERS_ENABLED: 'true',
		N8N_BLOCK_ENV_ACCESS_IN_NODE: 'false',
		N8N_GIT_NODE_DISABLE_BARE_REPOS: 'true',
	},
};
