// Turns files by path into a zip archive; the same files give the same bytes, whenever and wherever it is made.
// The format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT

import { crc32, deflateRawSync } from "node:zlib";

/** The format's first day, 1 January 1980, at midnight: a time of its own would make each archive another one. */
const DATE = (0 << 9) | (1 << 5) | 1;
const TIME = 0;

/** Version 2.0 of the format: deflate, folders. */
const VERSION = 20;

/** Names are UTF-8. */
const FLAGS = 1 << 11;

const STORED = 0;
const DEFLATED = 8;

/**
 * @param {readonly [size: 2 | 4, value: number][]} fields
 * @returns {Buffer} the values, each little-endian in so many bytes
 */
function packed(fields) {
	const buffer = Buffer.alloc(fields.reduce((sum, [size]) => sum + size, 0));
	let at = 0;
	for (const [size, value] of fields) at = buffer.writeUIntLE(value, at, size);
	return buffer;
}

/**
 * @param {ReadonlyMap<string, Uint8Array>} files contents by path, with `/` between folders
 * @returns {Buffer}
 */
export function zip(files) {
	/** @type {Buffer[]} */
	const bodies = [];
	/** @type {Buffer[]} */
	const directory = [];
	let offset = 0;
	for (const [path, body] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
		const deflated = deflateRawSync(body, { level: 9 });
		const smaller = deflated.length < body.length;
		const data = smaller ? deflated : Buffer.from(body);
		const name = Buffer.from(path);
		/** @type {[2 | 4, number][]} */
		const common = [
			[2, VERSION],
			[2, FLAGS],
			[2, smaller ? DEFLATED : STORED],
			[2, TIME],
			[2, DATE],
			[4, crc32(body)],
			[4, data.length],
			[4, body.length],
			[2, name.length],
			[2, 0], // extra field
		];
		const local = Buffer.concat([packed([[4, 0x04034b50], ...common]), name, data]);
		directory.push(
			packed([
				[4, 0x02014b50],
				[2, VERSION],
				...common,
				[2, 0], // comment
				[2, 0], // number of the disk
				[2, 0], // internal attributes
				[4, 0], // external attributes
				[4, offset],
			]),
			name,
		);
		bodies.push(local);
		offset += local.length;
	}
	const listed = Buffer.concat(directory);
	const end = packed([
		[4, 0x06054b50],
		[2, 0], // this disk
		[2, 0], // the directory's disk
		[2, files.size],
		[2, files.size],
		[4, listed.length],
		[4, offset],
		[2, 0], // comment
	]);
	return Buffer.concat([...bodies, listed, end]);
}
