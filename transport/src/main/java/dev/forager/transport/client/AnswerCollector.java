// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.ResponseHeaders;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Collects one response up to a limit of bytes; what comes beyond is not read. Called by the event
 * loop of the connection; the result may be waited for by any thread.
 */
final class AnswerCollector extends CompletableFuture<Answer> implements Subscriber<HttpObject> {
    private static final byte[] EMPTY = {};

    private final int maxBytes;
    private final LongPredicate growth;
    private @Nullable Subscription subscription;
    private @Nullable ResponseHeaders headers;
    private HttpHeaders trailers = HttpHeaders.of();
    private byte[] body = EMPTY;
    private int length;
    private boolean isAbandoned;

    /**
     * A collector.
     *
     * @param growth is asked before memory is taken, with the bytes then held; false ends the
     *     answer
     */
    AnswerCollector(int maxBytes, LongPredicate growth) {
        this.maxBytes = maxBytes;
        this.growth = growth;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(HttpObject part) {
        switch (part) {
            case ResponseHeaders response -> {
                if (!response.status().isInformational()) {
                    headers = response;
                }
            }
            case HttpHeaders last -> trailers = last;
            case HttpData data -> add(data);
            default -> {} // there are no others
        }
    }

    private void add(HttpData data) {
        int room = maxBytes - length;
        int taken = Math.min(room, data.length());
        if (taken > 0) {
            byte[] bytes = data.array();
            if (length == 0 && taken == bytes.length) {
                if (!grow(taken)) {
                    refuse();
                    return;
                }
                body = bytes;
            } else {
                int needed = length + taken;
                if (needed > body.length || length == 0) {
                    int capacity = (int) Math.min(maxBytes, Math.max(needed, 2L * length));
                    // Both are held while the one is copied into the other.
                    if (!grow((long) body.length + capacity)) {
                        refuse();
                        return;
                    }
                    body = Arrays.copyOf(body, capacity);
                }
                System.arraycopy(bytes, 0, body, length, taken);
            }
            length += taken;
        }
        if (taken < data.length()) {
            cut(null);
        }
    }

    /**
     * Nobody waits for the answer any more: no memory is asked for from now on, since the caller
     * gives back what it has.
     */
    synchronized void abandon() {
        isAbandoned = true;
    }

    private synchronized boolean grow(long bytes) {
        return !isAbandoned && growth.test(bytes);
    }

    /** There is no memory for it, so nothing of it is kept. */
    private void refuse() {
        body = EMPTY;
        length = 0;
        cut(new IllegalStateException("no memory for the answer"));
    }

    private void cut(@Nullable Throwable cause) {
        finish(false, cause);
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onError(Throwable cause) {
        if (headers == null) {
            completeExceptionally(cause);
        } else {
            finish(false, cause);
        }
    }

    @Override
    public void onComplete() {
        if (headers == null) {
            completeExceptionally(new IllegalStateException("response without headers"));
        } else {
            finish(true, null);
        }
    }

    private void finish(boolean isWhole, @Nullable Throwable cut) {
        if (headers == null) {
            return;
        }
        if (body.length > length) {
            if (!grow((long) body.length + length)) {
                refuse();
                return;
            }
            body = Arrays.copyOf(body, length);
        }
        complete(new Answer(headers, body, trailers, isWhole, cut));
    }
}
