// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

/**
 * The frames of a zstd body, walked without decoding (<a
 * href="https://www.rfc-editor.org/rfc/rfc8878#section-3">RFC 8878, 3</a>). The walk finds what the
 * decoder would not tell: junk, windows that are too large, whether there is one frame only, and a
 * bound of the decoded size that the blocks at hand can back.
 *
 * @param frames frames with content; skippable ones do not count
 * @param skippable skippable frames
 * @param mostDecoded upper bound of the decoded bytes; exact where {@code exact}
 * @param exact whether every frame tells its size
 */
record ZstdFrames(int frames, int skippable, long mostDecoded, boolean exact) {
    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE_MAGIC = 0x184D2A50;
    private static final int MAX_BLOCK = 128 << 10;

    /** RFC 9659: senders on the web stay within 8 MiB, so receivers need hold no more. */
    private static final long MAX_WINDOW = 8L << 20;

    static ZstdFrames walk(byte[] source, int offset, int length) throws DecodeException {
        var walk = new Walk(source, offset, offset + length);
        while (walk.at < walk.end) {
            walk.frame();
        }
        return new ZstdFrames(walk.frames, walk.skippable, walk.mostDecoded, walk.exact);
    }

    private static final class Walk {
        private final byte[] source;
        private final int end;
        private int at;
        private int frames;
        private int skippable;
        private long mostDecoded;
        private boolean exact = true;

        Walk(byte[] source, int offset, int end) {
            this.source = source;
            this.at = offset;
            this.end = end;
        }

        void frame() throws DecodeException {
            if (end - at < 4) {
                throw magicMismatchOrTruncated();
            }
            int magic = Bytes.littleInt(source, at);
            if ((magic & ~0xf) == SKIPPABLE_MAGIC) {
                need(8);
                long size = Integer.toUnsignedLong(Bytes.littleInt(source, at + 4));
                at += 8;
                skip(size);
                skippable++;
            } else if (magic == MAGIC) {
                at += 4;
                contentFrame();
                frames++;
            } else {
                throw magicMismatch();
            }
        }

        private DecodeException magicMismatchOrTruncated() {
            for (int i = 0; at + i < end; i++) {
                if (source[at + i] != (byte) (MAGIC >>> (8 * i))) {
                    return magicMismatch();
                }
            }
            return DecodeException.truncated();
        }

        private static DecodeException magicMismatch() {
            return DecodeException.corrupt("invalid input: magic number mismatch");
        }

        private void contentFrame() throws DecodeException {
            need(1);
            int descriptor = source[at++] & 0xff;
            boolean singleSegment = (descriptor & 0x20) != 0;
            if ((descriptor & 0x08) != 0) {
                throw DecodeException.corrupt("reserved bit set on frame header");
            }
            long window = singleSegment ? 0 : window();
            int dictionaryBytes = (1 << (descriptor & 3)) >> 1;
            need(dictionaryBytes);
            for (int i = 0; i < dictionaryBytes; i++) {
                if (source[at + i] != 0) {
                    throw DecodeException.corrupt("unknown dictionary");
                }
            }
            at += dictionaryBytes;
            long contentSize = contentSize(descriptor >>> 6, singleSegment);
            if (singleSegment) {
                // The content is its own window: the limit on the decoded size bounds it.
                window = contentSize;
            } else if (window > MAX_WINDOW) {
                throw DecodeException.corrupt("window size exceeded");
            }
            long backed = blocks((int) Math.min(MAX_BLOCK, Math.max(window, 1)));
            skip((descriptor & 0x04) != 0 ? 4 : 0);
            exact &= contentSize >= 0;
            mostDecoded += contentSize >= 0 ? Math.min(contentSize, backed) : backed;
        }

        private long window() throws DecodeException {
            need(1);
            int descriptor = source[at++] & 0xff;
            long base = 1L << (10 + (descriptor >>> 3));
            return base + base / 8 * (descriptor & 7);
        }

        private long contentSize(int flag, boolean singleSegment) throws DecodeException {
            int bytes = flag == 0 ? (singleSegment ? 1 : 0) : 1 << flag;
            need(bytes);
            long size =
                    switch (bytes) {
                        case 0 -> -1;
                        case 1 -> source[at] & 0xff;
                        case 2 -> Bytes.littleShort(source, at) + 256;
                        case 4 -> Integer.toUnsignedLong(Bytes.littleInt(source, at));
                        default -> Bytes.littleLong(source, at) & Long.MAX_VALUE;
                    };
            at += bytes;
            return size;
        }

        /** Skips the blocks of a frame; the most that they can decode to. */
        private long blocks(int maxBlock) throws DecodeException {
            long most = 0;
            boolean last = false;
            while (!last) {
                need(3);
                int header = Bytes.littleMedium(source, at);
                at += 3;
                last = (header & 1) != 0;
                int size = header >>> 3;
                int type = header >>> 1 & 3;
                if (type == 3 || size > MAX_BLOCK) {
                    throw DecodeException.corrupt("invalid block type or size");
                }
                most += type == 2 ? maxBlock : size;
                skip(type == 1 ? 1 : size);
            }
            return most;
        }

        private void skip(long bytes) throws DecodeException {
            need(bytes);
            at += (int) bytes;
        }

        private void need(long bytes) throws DecodeException {
            if (bytes > end - at) {
                throw DecodeException.truncated();
            }
        }
    }
}
