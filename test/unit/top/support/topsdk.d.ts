declare module 'topsdk/util/sign' {
	/** topsdk's own signer: md5 over the parameters as given, without the secret's name being a key. */
	export default function sign(secret: string, parameters: Record<string, string>): string;
}
