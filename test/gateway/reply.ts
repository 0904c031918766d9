import { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { Connection } from './connections';
import { Page } from './rendering';
import { Settings } from './settings';

/** The way back to one caller: the answer, and the connection that carries it. */
export class Reply {
	constructor(
		private readonly request: IncomingMessage,
		readonly response: ServerResponse,
		readonly connection: Connection,
		private readonly settings: Settings,
	) {}

	/** Sends a page whole. */
	send(page: Page): void {
		const { bytes, headers } = this.encode(page);
		this.response.writeHead(page.status, headers);
		this.response.end(bytes);
	}

	/** The bytes and headers of a page as this caller wants them. */
	encode(page: Page): { bytes: Buffer; headers: OutgoingHttpHeaders } {
		const headers: OutgoingHttpHeaders = { 'Content-Type': page.contentType };
		let bytes = Buffer.from(page.body, 'utf8');
		if (this.wantsGzip() && bytes.length > 0) {
			bytes = gzipSync(bytes);
			headers['Content-Encoding'] = 'gzip';
		}
		headers['Content-Length'] = bytes.length;
		if (page.location !== undefined) headers.Location = page.location;
		// Said outright, Node adds no `Keep-Alive: timeout` hint; the platform's Tengine gives none either.
		headers.Connection = this.settings.keepAlive ? 'keep-alive' : 'close';
		return { bytes, headers };
	}

	/** Ends the connection: RST throws away what the client has not read yet, FIN does not. */
	cut(how: 'reset' | 'end'): void {
		const { socket } = this.connection;
		if (how === 'reset') socket.resetAndDestroy();
		else if (this.response.socket) this.response.socket.end();
		else socket.end();
	}

	private wantsGzip(): boolean {
		return this.settings.gzip && /\bgzip\b/.test(String(this.request.headers['accept-encoding']));
	}
}
