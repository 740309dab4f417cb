// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.Compressor;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GrpcAnswersTest {
    private static final HttpHeaders OK = HttpHeaders.of("grpc-status", "0");
    private static final byte[] MESSAGE =
            "a message, a message, a message".getBytes(StandardCharsets.UTF_8);

    private static ResponseHeaders headers(String... more) {
        var builder =
                ResponseHeaders.builder(HttpStatus.OK).set("content-type", "application/grpc");
        for (int i = 0; i < more.length; i += 2) {
            builder.set(more[i], more[i + 1]);
        }
        return builder.build();
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"GZIP", "ZSTD", "SNAPPY_FRAMED"})
    void compressedMessage_isInflated(Compression codec) throws Exception {
        byte[] body = Compressor.of(codec, 0).compress(MESSAGE, 0, MESSAGE.length, 5);
        body[0] = 1;
        String name = codec == Compression.SNAPPY_FRAMED ? "snappy" : codec.wireName();
        var answer = new Answer(headers("grpc-encoding", name), body, OK, true, null);
        assertThat(GrpcAnswers.message(answer)).isEqualTo(MESSAGE);
    }

    @Test
    void unreadableMessage_ofASuccess_isEmpty() throws Exception {
        byte[] garbage = {1, 0, 0, 0, 2, 7, 7};
        for (String encoding : new String[] {"gzip", "br", "identity"}) {
            var answer = new Answer(headers("grpc-encoding", encoding), garbage, OK, true, null);
            assertThat(GrpcAnswers.message(answer)).isEmpty();
        }
        assertThat(GrpcAnswers.message(new Answer(headers(), new byte[2], OK, true, null)))
                .isEmpty();
    }

    @Test
    void statusInTheOnlyHeaders_counts() {
        var answer =
                new Answer(
                        headers("grpc-status", "3", "grpc-message", "%E2%82%AC %zz %"),
                        new byte[0],
                        HttpHeaders.of(),
                        true,
                        null);
        assertThatThrownBy(() -> GrpcAnswers.message(answer))
                .isInstanceOf(Permanent.class)
                .hasMessage("rpc error: code = InvalidArgument desc = € %zz %");
    }

    @ParameterizedTest
    @CsvSource({"nonsense,Unknown", "99,Code(99)", "-1,Code(-1)"})
    void oddStatus_isPermanent(String status, String name) {
        var answer =
                new Answer(
                        headers("grpc-status", status), new byte[0], HttpHeaders.of(), true, null);
        assertThatThrownBy(() -> GrpcAnswers.message(answer))
                .isInstanceOf(Permanent.class)
                .hasMessageContaining("code = " + name);
    }

    @Test
    void answerCutBeforeItsStatus_isRetryable() {
        var answer =
                new Answer(
                        headers(),
                        new byte[5],
                        HttpHeaders.of(),
                        false,
                        new ClosedChannelException());
        assertThatThrownBy(() -> GrpcAnswers.message(answer)).isInstanceOf(Retryable.class);
    }

    @Test
    void messageBeyondTheLimit_isPermanent() {
        var answer = new Answer(headers(), new byte[5], HttpHeaders.of(), false, null);
        assertThatThrownBy(() -> GrpcAnswers.message(answer))
                .isInstanceOf(Permanent.class)
                .hasMessageContaining("received message larger than max");
    }

    @ParameterizedTest
    @CsvSource({
        "400,Internal,false",
        "401,Unauthenticated,false",
        "403,PermissionDenied,false",
        "404,Unimplemented,false",
        "429,Unavailable,true",
        "502,Unavailable,true",
        "503,Unavailable,true",
        "504,Unavailable,true",
        "500,Unknown,false",
        "200,Unknown,false"
    })
    void answerOfAnotherKind_isMapped(int status, String name, boolean isRetryable) {
        var answer =
                new Answer(
                        ResponseHeaders.of(HttpStatus.valueOf(status)),
                        new byte[0],
                        HttpHeaders.of(),
                        true,
                        null);
        assertThatThrownBy(() -> GrpcAnswers.message(answer))
                .isInstanceOf(isRetryable ? Retryable.class : Permanent.class)
                .hasMessageContaining("code = " + name);
    }
}
