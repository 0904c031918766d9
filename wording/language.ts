export type Language = 'en' | 'zh';

/** The language of this n8n: Chinese where `N8N_DEFAULT_LOCALE` begins with `zh`, else English. */
export function language(): Language {
	return process.env.N8N_DEFAULT_LOCALE?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
