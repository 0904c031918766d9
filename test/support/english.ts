// Tests read English texts, whatever the locale of the n8n that is set up on this machine.
process.env.N8N_DEFAULT_LOCALE = 'en';
