// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlphttp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.Status;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.RpcStatus;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the answers of a server mean. */
class OtlpHttpAnswersTest extends OtlpHttpFixture {
    @ParameterizedTest
    @CsvSource({
        "400,3,false",
        "401,16,false",
        "403,7,false",
        "404,12,false",
        "405,2,false",
        "408,2,false",
        "413,2,false",
        "429,8,true",
        "500,2,false",
        "501,2,false",
        "502,14,true",
        "503,14,true",
        "504,14,true"
    })
    void statusCode_decidesWhetherToRetry(int status, int grpcCode, boolean isRetryable)
            throws Exception {
        sink.reply(status, PROTO, Status.newBuilder().setMessage("no").build().toByteArray());
        String text =
                "error exporting items, request to %s/v1/traces responded with HTTP Status Code %d, Message=no, Details=[]"
                        .formatted(sink.url(), status);
        ConsumeException failure = failureOf(plain());
        assertThat(failure)
                .isInstanceOf(isRetryable ? Retryable.class : Permanent.class)
                .message()
                .matches("rpc error: code = [A-Za-z]+ desc = " + Pattern.quote(text));
        assertThat(failure.downstream()).isEqualTo(new RpcStatus(grpcCode, text, null));
    }

    @Test
    void bodyThatIsNoStatus_isLeftOut() throws Exception {
        sink.reply(400, Map.of("Content-Type", "text/html"), "<html>no</html>".getBytes(UTF_8));
        assertThat(failureOf(plain())).message().endsWith("HTTP Status Code 400");
        sink.reply(
                400,
                Map.of("Content-Type", "application/json"),
                "{\"code\":3,\"message\":\"why\",\"details\":[{}]}".getBytes(UTF_8));
        assertThat(failureOf(plain())).message().endsWith("400, Message=why, Details=[]");
    }

    @ParameterizedTest
    @CsvSource({
        "429,7,7",
        "503,7,7",
        "503,0,0",
        "503,-3,0",
        "503,soon,0",
        "502,7,0",
        "504,7,0",
        "503,99999999999999999999,0"
    })
    void retryAfterInSeconds_countsForOverload(int status, String value, long seconds)
            throws Exception {
        sink.reply(status, Map.of("Retry-After", value), new byte[0]);
        assertThat(failureOf(plain()))
                .isInstanceOfSatisfying(
                        Retryable.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(seconds)));
    }

    @Test
    void retryAfterAsDate_isMeasuredByTheClock() throws Exception {
        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        clock.instant().plusSeconds(90).atOffset(ZoneOffset.UTC));
        sink.reply(503, Map.of("Retry-After", date), new byte[0]);
        assertThat(failureOf(plain()))
                .isInstanceOfSatisfying(
                        Retryable.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(90)));
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 308})
    void redirectOnTheSameServer_isFollowedWithMethodAndBody(int status) throws Exception {
        sink.reply(status, Map.of("Location", "/elsewhere?x=1"), new byte[0]);
        plain().export(payload(), Context.background());
        HttpSink.Received second = sink.requests.get(1);
        assertThat(second.method()).isEqualTo("POST");
        assertThat(second.uri()).isEqualTo("/elsewhere?x=1");
        assertThat(inflated(second)).isEqualTo(REQUEST.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "localhost, false"})
    void redirectToAnotherServer_isFollowed_withCredentialsWhereItIsTheSameHost(
            String host, boolean isKnown) throws Exception {
        try (var other = new HttpSink()) {
            sink.reply(
                    308,
                    Map.of("Location", "http://%s:%d/there".formatted(host, other.port())),
                    new byte[0]);
            start(
                            "{endpoint: '%s', headers: {authorization: x, x-tenant: a}}"
                                    .formatted(sink.url()))
                    .export(payload(), Context.background());
            assertThat(sink.requests).hasSize(1);
            HttpSink.Received there = other.requests.getFirst();
            assertThat(there.method() + there.uri()).isEqualTo("POST/there");
            assertThat(there.headers().getFirst("Host")).isEqualTo(host + ":" + other.port());
            assertThat(there.headers().containsKey("Authorization")).isEqualTo(isKnown);
            assertThat(there.headers().getFirst("X-Tenant")).isEqualTo("a");
            assertThat(inflated(there)).isEqualTo(REQUEST.toByteArray());
        }
    }

    @ParameterizedTest
    @CsvSource({"301,/x", "302,/x", "303,/x", "304,/x", "308,::", "307,ftp://127.0.0.1/x"})
    void otherRedirects_areFailures(int status, String location) throws Exception {
        sink.reply(status, Map.of("Location", location), new byte[0]);
        assertThat(failureOf(plain()))
                .isInstanceOf(Permanent.class)
                .message()
                .endsWith("HTTP Status Code " + status);
        assertThat(sink.requests).hasSize(1);
    }

    @Test
    void redirectsInACircle_end() throws Exception {
        for (int i = 0; i < 20; i++) {
            sink.reply(307, Map.of("Location", "/v1/traces"), new byte[0]);
        }
        assertThat(failureOf(plain())).isInstanceOf(Permanent.class);
        assertThat(sink.requests).hasSize(11);
    }

    @Test
    void partialSuccess_isLogged_andSaysWhatWasLeftOut_inBothEncodings() throws Exception {
        var partial = ExportTracePartialSuccess.newBuilder().setRejectedSpans(2);
        byte[] proto =
                ExportTraceServiceResponse.newBuilder()
                        .setPartialSuccess(partial.setErrorMessage("old"))
                        .build()
                        .toByteArray();
        sink.reply(200, PROTO, proto);
        assertThat(plain().export(payload(), Context.background())).isEqualTo(2);
        sink.reply(
                202,
                Map.of("Content-Type", "application/json; charset=utf-8"),
                "{\"partialSuccess\":{\"rejectedSpans\":\"3\",\"errorMessage\":\"young\"}}"
                        .getBytes(UTF_8));
        assertThat(plain().export(payload(), Context.background())).isEqualTo(3);
        assertThat(settings.log().lines().toString())
                .contains("Partial success response")
                .contains("old")
                .contains("young")
                .contains("dropped_spans");
    }

    @Test
    void successWithAnOddBody_isASuccess_andSaidOnce() throws Exception {
        Exporter exporter = plain();
        sink.reply(200, PROTO, "garbage".getBytes(UTF_8));
        sink.reply(200, Map.of("Content-Type", "text/html"), "<html>".getBytes(UTF_8));
        sink.reply(200, PROTO, new byte[1 << 20]);
        for (int i = 0; i < 3; i++) {
            exporter.export(payload(), Context.background());
        }
        assertThat(settings.log().messages()).hasSize(1);
    }

    @Test
    void hugeErrorBody_isNotReadWhole() throws Exception {
        sink.reply(503, Map.of("Content-Type", "text/plain"), new byte[8 << 20]);
        assertThat(failureOf(plain())).isInstanceOf(Retryable.class);
    }

    @Test
    void silentServer_endsWithTheDeadline() throws Exception {
        try (var socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Exporter exporter =
                    start("{endpoint: \"http://127.0.0.1:%d\"}".formatted(socket.getLocalPort()));
            Context context =
                    Context.background().withDeadline(Deadline.after(Duration.ofMillis(100)));
            assertThatThrownBy(() -> exporter.export(payload(), context))
                    .isInstanceOf(Retryable.class)
                    .hasMessageEndingWith(
                            "context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200",
                "nonsense\r\n\r\n",
                "HTTP/1.1 503 Busy\r\ncontent-length: 100\r\n\r\nhalf"
            })
    void brokenAnswers_areRetryable(String answer) throws Exception {
        try (var socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerEach(socket, answer));
            assertThat(
                            failureOf(
                                    start(
                                            "{endpoint: \"http://127.0.0.1:%d\"}"
                                                    .formatted(socket.getLocalPort()))))
                    .isInstanceOf(Retryable.class);
        }
    }

    @Test
    void successWhoseBodyIsCut_isASuccess() throws Exception {
        try (var socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String answer = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf";
            Thread.ofVirtual().start(() -> answerEach(socket, answer));
            Exporter exporter =
                    start("{endpoint: \"http://127.0.0.1:%d\"}".formatted(socket.getLocalPort()));
            exporter.export(payload(), Context.background());
            assertThat(settings.log().messages()).hasSize(1);
        }
    }

    /** Reads the head of each request, answers and closes. */
    private static void answerEach(ServerSocket socket, String answer) {
        while (!socket.isClosed()) {
            try (var connection = socket.accept()) {
                byte[] _ = connection.getInputStream().readNBytes(64);
                connection.getOutputStream().write(answer.getBytes(UTF_8));
                connection.shutdownOutput();
                byte[] _ = connection.getInputStream().readAllBytes();
            } catch (IOException closed) {
                assertThat(closed).isNotNull(); // the client is gone: the next one, please
            }
        }
    }
}
