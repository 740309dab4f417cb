// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpJsonTest {
    private static final String SPAN =
            "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{%s}]}]}]}";

    static Stream<Charset> otherEncodings() {
        return Stream.of(
                UTF_16, UTF_16LE, UTF_16BE, StandardCharsets.UTF_32LE, StandardCharsets.UTF_32BE);
    }

    @ParameterizedTest
    @MethodSource("otherEncodings")
    void otherEncodings_areMalformed(Charset charset) {
        assertMalformed("{}".getBytes(charset), "ReadObject: expect { or , or } or n, but found");
        assertMalformed(
                SPAN.formatted("").getBytes(charset),
                "ReadObject: expect { or , or } or n, but found");
    }

    @Test
    void byteOrderMark_isMalformed() {
        assertMalformed("\ufeff{}".getBytes(UTF_8), "ReadObject: expect { or , or } or n, but");
    }

    @Test
    void emptyBody_isMalformed() {
        assertMalformed(
                new byte[0],
                "ReadObject: expect { or , or } or n, but found \0: the body is empty, error found at byte 0");
        assertMalformed("  \n".getBytes(UTF_8), "ReadObject: expect { or , or } or n");
    }

    @Test
    void latin1InAString_isMended() throws Exception {
        byte[] json = SPAN.formatted("\"name\":\"caf\u00e9\"").getBytes(ISO_8859_1);
        assertThat(ExportTraceServiceRequest.parseFrom(decode(json)))
                .asString()
                .contains("caf\\357\\277\\275");
    }

    @Test
    void rangeWithinAnArray_isAllThatIsRead() throws Exception {
        byte[] json = SPAN.formatted("\"name\":\"x\"").getBytes(UTF_8);
        byte[] padded = ("{{{" + SPAN.formatted("\"name\":\"x\"") + "}}}").getBytes(UTF_8);
        assertThat(OtlpJson.toProtobuf(Signal.TRACES, padded, 3, json.length))
                .isEqualTo(decode(json));
    }

    @Test
    void faults_nameThePlace() {
        assertMalformed(
                SPAN.formatted("\"name\":\"x\",\"startTimeUnixNano\":-1").getBytes(UTF_8),
                "ReadUint64: overflow or no integer: startTimeUnixNano: -1 (expected: an integer from 0"
                        + " to 18446744073709551615), error found at byte 75, path"
                        + " /resourceSpans/0/scopeSpans/0/spans/0/startTimeUnixNano");
    }

    @Test
    void laterZero_overridesAnEarlierValue() throws Exception {
        byte[] json =
                SPAN.formatted("\"kind\":2,\"kind\":0,\"name\":\"a\",\"name\":\"\"")
                        .getBytes(UTF_8);
        var span =
                ExportTraceServiceRequest.parseFrom(decode(json))
                        .getResourceSpans(0)
                        .getScopeSpans(0)
                        .getSpans(0);
        assertThat(span.getKindValue()).isZero();
        assertThat(span.getName()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"64,true", "100,true", "101,false", "110,false", "200,false", "100000,false"})
    void valuesNestAHundredDeep(int depth, boolean valid) throws Exception {
        String arrays =
                "{\"arrayValue\":{\"values\":[".repeat(depth - 1)
                        + "{\"intValue\":1}"
                        + "]}}".repeat(depth - 1);
        String maps =
                "{\"kvlistValue\":{\"values\":[{\"value\":".repeat(depth - 1)
                        + "{\"intValue\":1}"
                        + "}]}}".repeat(depth - 1);
        for (String value : new String[] {arrays, maps}) {
            String attributes = "\"attributes\":[{\"key\":\"k\",\"value\":" + value + "}]";
            byte[] json = SPAN.formatted(attributes).getBytes(UTF_8);
            if (valid) {
                byte[] bytes = decode(json);
                assertThat(WireValidator.scan(Signal.TRACES, bytes, 0, bytes.length).items())
                        .isEqualTo(1);
            } else {
                assertMalformed(json, "exceeded max recursion depth");
            }
        }
    }

    /** In words of our own: what a library says is for programmers. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {                    | invalid JSON: the body ends inside a value, error found at byte 1
                    {"a":"x              | invalid JSON: the body ends inside a value, error found at byte 7
                    {"a" 1}              | invalid JSON: unexpected text: 1}, error found at byte 5
                    abc                  | invalid JSON: unexpected text: abc, error found at byte 0
                    {}x                  | invalid JSON: unexpected text: x, error found at byte 2
                    {"resourceSpans":[,]} | invalid JSON: unexpected text: ,]}, error found at byte 18
                    """)
    void whatIsNoJson_isSaidWithItsPlace(String body, String text) {
        assertMalformed(body.getBytes(UTF_8), text);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 490})
    void unknownFields_mayNest(int depth) throws Exception {
        assertThat(decode(unknown(depth))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {501, 100_000})
    void unknownFields_nestToABound(int depth) {
        assertMalformed(unknown(depth), "invalid JSON: nests too deep");
    }

    @Test
    void numbers_areBoundedInLength() {
        String digits = "1".repeat(10_000_000);
        assertMalformed(
                SPAN.formatted("\"kind\":" + digits).getBytes(UTF_8),
                "invalid JSON: nests too deep, or has a name or number that is too long");
        assertMalformed(
                SPAN.formatted("\"startTimeUnixNano\":\"" + digits + "\"").getBytes(UTF_8),
                "ReadUint64: overflow or no integer");
        assertMalformed(
                SPAN.formatted("\"startTimeUnixNano\":1e999999999").getBytes(UTF_8),
                "ReadUint64: overflow or no integer");
        assertMalformed(
                SPAN.formatted("\"startTimeUnixNano\":\"1e-999999999\"").getBytes(UTF_8),
                "ReadUint64: overflow or no integer");
    }

    @Test
    void longStrings_areWhole() throws Exception {
        String name = "\u65e5x".repeat(3_000_000);
        byte[] json = SPAN.formatted("\"name\":\"" + name + "\"").getBytes(UTF_8);
        assertThat(
                        ExportTraceServiceRequest.parseFrom(decode(json))
                                .getResourceSpans(0)
                                .getScopeSpans(0)
                                .getSpans(0)
                                .getName())
                .isEqualTo(name);
    }

    @Test
    void manyUnknownNames_areIgnored() throws Exception {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 100_000; i++) {
            json.append(i == 0 ? "" : ",").append("\"unknown").append(i).append("\":").append(i);
        }
        assertThat(decode(json.append('}').toString().getBytes(UTF_8))).isEmpty();
    }

    @Test
    void payloads_areWrittenWhole_inOneArrayOrToAStream() throws Exception {
        byte[] one = decode(SPAN.formatted("\"name\":\"a\"").getBytes(UTF_8));
        byte[] two =
                decode(
                        SPAN.formatted("\"name\":\"%s\"".formatted("b".repeat(200_000)))
                                .getBytes(UTF_8));
        Payload payload =
                Payload.concat(
                        List.of(
                                Payload.parse(Signal.TRACES, one, 0, one.length),
                                Payload.parse(Signal.TRACES, two, 0, two.length)));
        byte[] bytes = payload.toByteArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        OtlpJson.toJson(payload, out);

        assertThat(out.toByteArray()).isEqualTo(OtlpJson.toJson(payload));
        assertThat(OtlpJson.toProtobuf(Signal.TRACES, out.toByteArray(), 0, out.size()))
                .isEqualTo(decode(OtlpJson.toJson(Signal.TRACES, bytes, 0, bytes.length)));
        assertThat(new String(OtlpJson.toJson(Payload.empty(Signal.LOGS)), UTF_8)).isEqualTo("{}");
    }

    private static byte[] unknown(int depth) {
        return ("{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}").getBytes(UTF_8);
    }

    private static byte[] decode(byte[] json) throws MalformedTelemetryException {
        return OtlpJson.toProtobuf(Signal.TRACES, json, 0, json.length);
    }

    private static void assertMalformed(byte[] json, String fault) {
        assertThatThrownBy(() -> decode(json))
                .isInstanceOf(MalformedTelemetryException.class)
                .hasMessageStartingWith(fault)
                .message()
                .hasSizeLessThan(400);
    }
}
