const SECRET_FIELD =
	/\b(sign|session|app_secret|appSecret|sessionToken|access_token)("?\s{0,20}[=:]\s{0,20}"?|%22%3A%22|%3D)[^\s&"',;}]{12,}/g;

/**
 * Hides signatures, session keys and secrets that stand as fields in a text. The client hides the
 * app's own in whatever it quotes; this is for texts that came another way. Short values are left: they
 * are words, not secrets.
 */
export function hideSecrets(text: string): string {
	return text.replace(SECRET_FIELD, '$1$2***');
}
