// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * The LZ4 frame format (<a
 * href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md">description</a>), linked
 * blocks included, which the library at hand cannot read: blocks are decoded into one array, so
 * that the bytes before a block are its dictionary.
 */
final class Lz4Frames {
    static final int MAGIC = 0x184D2204;
    private static final int SKIPPABLE_MAGIC = 0x184D2A50;
    private static final XXHash32 HASH = XXHashFactory.fastestInstance().hash32();

    private final byte[] source;
    private final int end;
    private final OutputBuffer out;
    private int at;

    private Lz4Frames(byte[] source, int offset, int length, OutputBuffer out) {
        this.source = source;
        this.at = offset;
        this.end = offset + length;
        this.out = out;
    }

    static Decoded decode(byte[] source, int offset, int length, DecodeLimits limits)
            throws DecodeException {
        var out = new OutputBuffer(limits, 4L * length);
        var frames = new Lz4Frames(source, offset, length, out);
        while (frames.at < frames.end) {
            frames.frame();
        }
        return out.finish(false);
    }

    private void frame() throws DecodeException {
        need(4);
        int magic = Bytes.littleInt(source, at);
        at += 4;
        if ((magic & ~0xf) == SKIPPABLE_MAGIC) {
            need(4);
            long size = Integer.toUnsignedLong(Bytes.littleInt(source, at));
            at += 4;
            need(size);
            at += (int) size;
        } else if (magic == MAGIC) {
            contentFrame();
        } else {
            throw DecodeException.corrupt("lz4: bad magic number");
        }
    }

    private void contentFrame() throws DecodeException {
        int descriptorStart = at;
        need(3);
        int flags = source[at] & 0xff;
        int maxBlock = maxBlock(source[at + 1] >>> 4 & 7);
        if (flags >>> 6 != 1 || (flags & 1) != 0) {
            throw DecodeException.corrupt("lz4: invalid version or dictionary in frame");
        }
        boolean contentSize = (flags & 8) != 0;
        at += 2 + (contentSize ? 8 : 0);
        need(1);
        int check = HASH.hash(source, descriptorStart, at - descriptorStart, 0) >>> 8 & 0xff;
        if ((source[at++] & 0xff) != check) {
            throw DecodeException.corrupt("lz4: invalid header checksum");
        }
        int start = out.length();
        blocks(maxBlock, (flags & 16) != 0, (flags & 32) == 0, start);
        int length = out.length() - start;
        if (contentSize && Bytes.littleLong(source, descriptorStart + 2) != length) {
            throw DecodeException.corrupt("lz4: invalid frame size");
        }
        if ((flags & 4) != 0) {
            need(4);
            int hash = HASH.hash(out.array(), out.position() - length, length, 0);
            if (Bytes.littleInt(source, at) != hash) {
                throw DecodeException.corrupt("lz4: invalid frame checksum");
            }
            at += 4;
        }
    }

    private static int maxBlock(int code) throws DecodeException {
        if (code < 4) {
            throw DecodeException.corrupt("lz4: invalid block size");
        }
        return 1 << (8 + 2 * code);
    }

    private void blocks(int maxBlock, boolean checksums, boolean linked, int frameStart)
            throws DecodeException {
        while (true) {
            need(4);
            int header = Bytes.littleInt(source, at);
            at += 4;
            if (header == 0) {
                return;
            }
            int size = header & 0x7fffffff;
            if (size > maxBlock) {
                throw DecodeException.corrupt("lz4: invalid block size");
            }
            need(size + (checksums ? 4L : 0));
            int history = linked ? frameStart : out.length();
            if (header < 0) {
                out.ensureRoom(size);
                System.arraycopy(source, at, out.array(), out.position(), size);
                out.advance(size);
            } else {
                Lz4Block.decode(source, at, at + size, out, history, maxBlock);
            }
            if (checksums && Bytes.littleInt(source, at + size) != HASH.hash(source, at, size, 0)) {
                throw DecodeException.corrupt("lz4: invalid block checksum");
            }
            at += size + (checksums ? 4 : 0);
        }
    }

    private void need(long bytes) throws DecodeException {
        if (bytes > end - at) {
            throw DecodeException.truncated();
        }
    }
}
