// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.stream.SubscriptionOption;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.RpcStatus;
import dev.forager.transport.StatusMapping;
import io.netty.buffer.ByteBuf;
import io.opentelemetry.api.trace.SpanContext;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * One request: collected on its event loop, handled on a virtual thread, answered once.
 *
 * <p><b>Concurrency.</b> The event loop and the virtual thread come one after the other; starting
 * the thread hands all fields over. A client that goes away does not end the thread: its answer is
 * thrown away, the data is not.
 */
abstract class Exchange implements Subscriber<HttpObject>, Runnable {
    final ServiceRequestContext request;
    final BodyBuffer body;
    private final ServerRuntime server;
    private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    private @Nullable Subscription pieces;
    private boolean refused;

    Exchange(ServerRuntime server, ServiceRequestContext request) {
        this.server = server;
        this.request = request;
        this.body = new BodyBuffer(server.memory(), server.memoryRefusals()::refuse);
    }

    /** Takes one piece of the body; only on the event loop. */
    abstract void collect(ByteBuf piece) throws RefusedException;

    /** The body is complete; only on the event loop. */
    abstract void collected() throws RefusedException;

    /** Decodes the body and answers it; on the virtual thread. */
    abstract HttpResponse handle() throws RefusedException, ConsumeException;

    /** The answer that tells a refusal. */
    abstract HttpResponse refusal(RpcStatus status);

    /** Reads the body, and answers when it was handled. */
    final HttpResponse begin(HttpRequest message) {
        message.subscribe(this, request.eventLoop(), SubscriptionOption.WITH_POOLED_OBJECTS);
        return HttpResponse.of(answer);
    }

    /** What travels with the message. */
    final Context context(dev.forager.pipeline.@Nullable Deadline deadline) {
        Context context = Context.of(server.peers().client(request), deadline);
        SpanContext span = RequestSpans.of(request);
        return span == null ? context : context.withSpan(span);
    }

    @Override
    public final void onSubscribe(Subscription subscription) {
        pieces = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public final void onNext(HttpObject piece) {
        // What is no data are the trailers of the request, which say nothing to us.
        if (piece instanceof HttpData data) {
            try (data) {
                if (!refused) {
                    collect(data.byteBuf());
                }
            } catch (RefusedException e) {
                refuse(e.status());
            }
        }
    }

    @Override
    public final void onComplete() {
        if (refused) {
            return;
        }
        try {
            collected();
        } catch (RefusedException e) {
            refuse(e.status());
            return;
        }
        body.arrived();
        server.execute(this);
    }

    @Override
    public final void onError(Throwable cause) {
        if (cause instanceof RefusedException late) {
            refuse(late.status());
            return;
        }
        // The client went away, or sent what is no HTTP: nobody reads the answer.
        body.close();
        answer.completeExceptionally(cause);
    }

    /** Answers before the body was read; the rest of it is thrown away. */
    private void refuse(RpcStatus status) {
        refused = true;
        body.close();
        answer.complete(refusal(status));
        if (pieces != null) {
            pieces.cancel();
        }
    }

    @Override
    public final void run() {
        try (body) {
            answer.complete(handle());
        } catch (RefusedException e) {
            answer.complete(refusal(e.status()));
        } catch (ConsumeException e) {
            answer.complete(refusal(StatusMapping.statusOf(e)));
        } catch (RuntimeException | StackOverflowError e) {
            server.log().error("A request failed unexpectedly: this is a fault of Forager", e);
            answer.complete(refusal(INTERNAL_ERROR));
        } finally {
            // Only after an error that the process does not survive; a no-op else.
            answer.complete(HttpResponse.of(500));
        }
    }

    private static final RpcStatus INTERNAL_ERROR =
            new RpcStatus(StatusMapping.INTERNAL, "internal error", null);
}
