import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A call that the model makes of a tool, its arguments as the model would write them. */
export interface ToolCall {
	name: string;
	/** JSON text: what a real model writes need not be what a schema asks for. */
	arguments: string;
}

export interface ChatMessage {
	role: string;
	content?: unknown;
}

/** What an agent asks its model, as far as tests look at it. */
export interface ChatRequest {
	messages: ChatMessage[];
	tools?: Array<{
		function: { name: string; description: string; parameters: Record<string, unknown> };
	}>;
	stream?: boolean;
}

/** Plays the model: one turn, some tool calls or a text. */
export type Turn = (request: ChatRequest) => ToolCall[] | string;

export interface ChatModel {
	/** What goes into the credential as the base URL. */
	readonly url: string;
	/** Every request received, in order. */
	readonly requests: ChatRequest[];
	/** Plays these turns from now on, one for each request. */
	play(...turns: Turn[]): void;
	close(): Promise<void>;
}

/** Starts a chat model that says what a test tells it, over OpenAI's Chat Completions protocol. */
export async function startChatModel(): Promise<ChatModel> {
	const requests: ChatRequest[] = [];
	let turns: Turn[] = [];
	const server = createServer((incoming, response) => {
		answer(incoming, response).catch((error: unknown) => {
			response.writeHead(500, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ error: { message: String(error) } }));
		});
	});

	const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
		if (!incoming.url?.endsWith('/chat/completions')) {
			response.writeHead(404).end();
			return;
		}
		const request = (await json(incoming)) as ChatRequest;
		requests.push(request);
		const turn = turns.shift();
		if (!turn) throw new Error('The model was asked more often than it has turns to play');
		const message = messageOf(turn(request));
		if (request.stream) streamTo(response, message);
		else respondTo(response, message);
	};

	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/v1`,
		requests,
		play(...script) {
			turns = script;
			requests.length = 0;
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Calls the only tool the agent has, once with each of these arguments. */
export function callTheTool(...calls: Array<Record<string, unknown> | string>): Turn {
	return ({ tools = [] }) => {
		if (tools.length !== 1) throw new Error(`The agent offers ${tools.length} tools, not one`);
		const { name } = tools[0].function;
		return calls.map((given) => ({
			name,
			arguments: typeof given === 'string' ? given : JSON.stringify(given),
		}));
	};
}

/** Repeats what the tool told the model, one line for each call. */
export const repeatTheAnswer: Turn = ({ messages }) => {
	const answers = messages.filter(({ role }) => role === 'tool');
	return answers.map(({ content }) => String(content)).join('\n') || 'no tool answered';
};

interface AssistantMessage {
	role: 'assistant';
	content: string | null;
	tool_calls?: Array<{ index: number; id: string; type: 'function'; function: ToolCall }>;
}

function messageOf(turn: ToolCall[] | string): AssistantMessage {
	if (typeof turn === 'string') return { role: 'assistant', content: turn };
	const tool_calls = turn.map((call, index) => ({
		index,
		id: `call_${index}`,
		type: 'function' as const,
		function: call,
	}));
	return { role: 'assistant', content: null, tool_calls };
}

const COMPLETION = { id: 'chatcmpl-1', created: 1_780_000_000, model: 'gpt-4.1-mini' };

function respondTo(response: ServerResponse, message: AssistantMessage): void {
	const choice = { index: 0, message, finish_reason: finishReason(message) };
	response.setHeader('content-type', 'application/json');
	response.end(
		JSON.stringify({
			...COMPLETION,
			object: 'chat.completion',
			choices: [choice],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		}),
	);
}

function streamTo(response: ServerResponse, message: AssistantMessage): void {
	response.setHeader('content-type', 'text/event-stream');
	const send = (delta: object, finish_reason: string | null) => {
		const chunk = {
			...COMPLETION,
			object: 'chat.completion.chunk',
			choices: [{ index: 0, delta, finish_reason }],
		};
		response.write(`data: ${JSON.stringify(chunk)}\n\n`);
	};
	send(message, null);
	send({}, finishReason(message));
	response.end('data: [DONE]\n\n');
}

function finishReason({ tool_calls }: AssistantMessage): string {
	return tool_calls ? 'tool_calls' : 'stop';
}
