// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.RpcStatus;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tables of OTLP (<a
 * href="https://opentelemetry.io/docs/specs/otlp/#failures">specification</a>) and of the
 * collector's receiver, line by line.
 */
class StatusMappingTest {
    private static final Duration DELAY = Duration.ofSeconds(7);

    /** Every code of gRPC: its HTTP status, and what it means with and without RetryInfo. */
    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "0, OK, 500, permanent, permanent",
        "1, CANCELLED, 503, retryable, retryable",
        "2, UNKNOWN, 500, permanent, permanent",
        "3, INVALID_ARGUMENT, 400, permanent, permanent",
        "4, DEADLINE_EXCEEDED, 503, retryable, retryable",
        "5, NOT_FOUND, 500, permanent, permanent",
        "6, ALREADY_EXISTS, 500, permanent, permanent",
        "7, PERMISSION_DENIED, 403, permanent, permanent",
        "8, RESOURCE_EXHAUSTED, 429, permanent, retryable",
        "9, FAILED_PRECONDITION, 500, permanent, permanent",
        "10, ABORTED, 503, retryable, retryable",
        "11, OUT_OF_RANGE, 503, retryable, retryable",
        "12, UNIMPLEMENTED, 404, permanent, permanent",
        "13, INTERNAL, 500, permanent, permanent",
        "14, UNAVAILABLE, 503, retryable, retryable",
        "15, DATA_LOSS, 503, retryable, retryable",
        "16, UNAUTHENTICATED, 401, permanent, permanent",
        "17, none, 500, permanent, permanent",
        "-1, none, 500, permanent, permanent"
    })
    void everyCode(int code, String name, int http, String alone, String withDelay) {
        assertThat(StatusMapping.httpStatus(code)).as(name).isEqualTo(http);
        assertKind(new RpcStatus(code, "why", null), alone);
        assertKind(new RpcStatus(code, "why", DELAY), withDelay);
    }

    private static void assertKind(RpcStatus status, String kind) {
        assertThat(StatusMapping.isRetryable(status)).isEqualTo(kind.equals("retryable"));
    }

    /** What a server behind said is what the sender hears, and words around it with it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "rpc error: code = NotFound desc = why | why",
                "no more retries left: rpc error: code = NotFound desc = why"
                        + " | no more retries left: rpc error: code = NotFound desc = why",
                "Permanent error: rpc error: code = NotFound desc = why; no room"
                        + " | Permanent error: rpc error: code = NotFound desc = why; no room"
            })
    void statusOfServerBehind(String failure, String answered) {
        var status = new RpcStatus(5, "why", DELAY);
        assertThat(StatusMapping.statusOf(new Permanent(failure, status, null)))
                .isEqualTo(new RpcStatus(5, answered, DELAY));
    }

    /** A failure of our own has no status of a server behind it. */
    @Test
    void ownFailures() {
        assertThat(StatusMapping.statusOf(new Retryable("full")))
                .isEqualTo(new RpcStatus(StatusMapping.UNAVAILABLE, "full", null));
        assertThat(StatusMapping.statusOf(new Retryable("full", DELAY, null, null)))
                .isEqualTo(new RpcStatus(StatusMapping.UNAVAILABLE, "full", DELAY));
        assertThat(StatusMapping.statusOf(new Permanent("bad")))
                .isEqualTo(new RpcStatus(StatusMapping.INTERNAL, "bad", null));
    }

    /** A delay is added where the server behind named none, and never overrides what it named. */
    @Test
    void delays() {
        var silent = new RpcStatus(StatusMapping.UNAVAILABLE, "busy", null);
        assertThat(StatusMapping.statusOf(new Retryable("busy", DELAY, silent, null)))
                .isEqualTo(new RpcStatus(StatusMapping.UNAVAILABLE, "busy", DELAY));
        var named = new RpcStatus(StatusMapping.UNAVAILABLE, "busy", Duration.ofSeconds(1));
        assertThat(StatusMapping.statusOf(new Retryable("busy", DELAY, named, null)))
                .isEqualTo(named);
    }

    /**
     * Errors without a status in their body: 400, 401, 403, 404, 429, 502, 503, 504, and others.
     */
    @Test
    void everyHttpError() {
        IntStream.range(300, 600)
                .forEach(
                        http -> {
                            int code =
                                    switch (http) {
                                        case 400 -> 3;
                                        case 401 -> 16;
                                        case 403 -> 7;
                                        case 404 -> 12;
                                        case 429 -> 8;
                                        case 502, 503, 504 -> 14;
                                        default -> 2;
                                    };
                            assertThat(StatusMapping.grpcCode(http)).as("%d", http).isEqualTo(code);
                            assertThat(StatusMapping.isRetryableHttp(http))
                                    .as("%d", http)
                                    .isEqualTo(
                                            http == 429
                                                    || http == 502
                                                    || http == 503
                                                    || http == 504);
                        });
    }
}
