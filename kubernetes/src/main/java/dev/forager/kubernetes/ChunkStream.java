// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response as a stream whose reads end after some time without a byte. Asks for the
 * next part only when it is wanted, so at most one part waits. Confined to one reader; parts may
 * come from any thread.
 */
final class ChunkStream extends InputStream {
    private static final Part END = new Part(List.of(), null);

    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
    private final Duration silence;
    private @Nullable AsyncBody body;
    private boolean ended;

    /** Some bytes, or why there are no more. */
    private record Part(List<ByteBuffer> bytes, @Nullable Throwable failure) {}

    /**
     * A stream without a body yet.
     *
     * @param silence longest time without a byte
     */
    ChunkStream(Duration silence) {
        this.silence = silence;
    }

    /** Takes bytes that came. */
    void add(List<ByteBuffer> bytes) {
        parts.add(new Part(bytes, null));
    }

    /** Reads from {@code source} from now on. */
    void open(AsyncBody source) {
        body = source;
        var _ =
                source.done()
                        .whenComplete(
                                (done, failure) ->
                                        parts.add(
                                                failure == null
                                                        ? END
                                                        : new Part(List.of(), failure)));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (buffers.isEmpty()) {
            if (ended) {
                return -1;
            }
            next();
        }
        ByteBuffer first = buffers.element();
        int count = Math.min(length, first.remaining());
        first.get(target, offset, count);
        if (!first.hasRemaining()) {
            buffers.remove();
        }
        return count;
    }

    private void next() throws IOException {
        AsyncBody source = body;
        if (source == null) {
            throw new IOException("closed");
        }
        if (parts.isEmpty()) {
            source.consume();
        }
        Part part = await();
        if (part.failure() != null) {
            ended = true;
            throw new IOException("the connection was lost" + why(part.failure()), part.failure());
        }
        ended = part.equals(END);
        for (ByteBuffer bytes : part.bytes()) {
            if (bytes.hasRemaining()) {
                buffers.add(bytes);
            }
        }
    }

    /** What the system says of it; the client's own words for an end without notice say nothing. */
    private static String why(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof EOFException || root.getMessage() == null
                ? ""
                : ": " + root.getMessage();
    }

    private Part await() throws IOException {
        try {
            Part part = parts.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
            if (part == null) {
                throw new IOException(
                        "the server has sent nothing for %d s".formatted(silence.toSeconds()));
            }
            return part;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    @Override
    public void close() {
        AsyncBody source = body;
        body = null;
        ended = true;
        buffers.clear();
        if (source != null) {
            source.cancel();
        }
    }
}
