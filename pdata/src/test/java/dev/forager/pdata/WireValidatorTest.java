// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireValidatorTest {
    private static final byte[] NOTHING = {};

    @Test
    void emptyRequest_isValid() throws Exception {
        assertThat(scan(NOTHING)).isEqualTo(new WireValidator.Scan(0, 0));
    }

    @ParameterizedTest
    @CsvSource({
        // Cut short, in the key, the length or the value.
        "0a,unexpected EOF",
        "0a05,unexpected EOF",
        "80,unexpected EOF",
        "0a80,unexpected EOF",
        "a006,unexpected EOF",
        "a10601020304050607,unexpected EOF",
        "a506010203,unexpected EOF",
        // Eleven bytes of varint; a length with the sign bit.
        "a006ffffffffffffffffffff01,proto: integer overflow",
        "ffffffffffffffffffffff01,proto: integer overflow",
        "0affffffffffffffffff01,proto: negative length",
        "0a80808080808080808001,proto: negative length",
        "0a8080808010,unexpected EOF",
        // Field 0 in all its forms, and numbers above the largest.
        "00,proto: illegal field number 0",
        "0200,proto: illegal field number 0",
        "8000,proto: illegal field number 0",
        "808080801000,proto: illegal field number",
        // Wire types 6 and 7; a known field as another type, also with its key in a long form.
        "a606,proto: illegal wireType 6",
        "a706,proto: illegal wireType 7",
        "0800,proto: wrong wireType = 0 for field resource_spans",
        "0d00000000,proto: wrong wireType = 5 for field resource_spans",
        "0b0c,proto: wrong wireType = 3 for field resource_spans",
        "888000,proto: wrong wireType = 0",
        // Groups.
        "a406,proto: unexpected end of group",
        "a306,unexpected EOF",
        "a306a406a406,proto: unexpected end of group",
        "a306ac06,proto: unexpected end of group",
        "a3060801,unexpected EOF",
        "a30600a406,proto: illegal field number 0"
    })
    void malformed(String hex, String fault) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> scan(bytes))
                .isInstanceOf(MalformedTelemetryException.class)
                .hasMessageStartingWith(fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a00601", // unknown varint
                "a006ffffffffffffffffff01", // of ten bytes
                "a006ffffffffffffffffff7f", // its last byte has bits that nobody reads
                "a1060102030405060708",
                "a50601020304",
                "a20603616263",
                "a306a406", // unknown group
                "a306080112016121000000000000000025000000000b0ca406",
                "0a00", // a known message, empty
                "8a0000", // its key in two bytes
                "8a808080808080808000" + "00", // and in ten
                "0a808000", // its length in three
                "faffffff0f00" // the largest field number
            })
    void wellFormed(String hex) throws Exception {
        assertThat(scan(HexFormat.of().parseHex(hex))).isEqualTo(new WireValidator.Scan(0, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 10_000, 1_000_000})
    void unknownGroups_areSkippedHoweverDeepTheyNest(int depth) throws Exception {
        byte[] bytes = new byte[depth * 4];
        for (int i = 0; i < depth; i++) {
            bytes[2 * i] = (byte) 0xa3;
            bytes[2 * i + 1] = 6;
            bytes[2 * (depth + i)] = (byte) 0xa4;
            bytes[2 * (depth + i) + 1] = 6;
        }
        assertThat(scan(bytes).items()).isZero();
        assertThatThrownBy(() -> scan(Arrays.copyOf(bytes, bytes.length - 2)))
                .hasMessageStartingWith("unexpected EOF");
    }

    @Test
    void groupsBeyondTheBound_areRefused() {
        byte[] bytes = new byte[(WireReader.MAX_GROUPS + 1) * 2];
        for (int i = 0; i < bytes.length; i += 2) {
            bytes[i] = (byte) 0xa3;
            bytes[i + 1] = 6;
        }
        assertThatThrownBy(() -> scan(bytes)).hasMessageStartingWith("proto: groups nest too deep");
    }

    @Test
    void millionEmptyAttributes_areValid() throws Exception {
        byte[] attributes = new byte[2_000_000];
        for (int i = 0; i < attributes.length; i += 2) {
            attributes[i] = 1 << 3 | Wire.LENGTH;
        }
        byte[] request = join(1, join(1, attributes));
        assertThat(scan(request).items()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"64,true", "100,true", "101,false", "1000,false", "400000,false"})
    void valuesNestAHundredDeep(int depth, boolean valid) throws Exception {
        assertDepth(nestedArrays(depth), valid);
        assertDepth(nestedMaps(depth), valid);
    }

    private static void assertDepth(byte[] value, boolean valid) throws Exception {
        byte[] attribute = join(1, "k".getBytes(UTF_8), 2, value);
        byte[] request = join(1, join(1, join(1, attribute)));
        if (valid) {
            assertThat(scan(request).items()).isZero();
        } else {
            assertThatThrownBy(() -> scan(request))
                    .isInstanceOf(MalformedTelemetryException.class)
                    .hasMessageStartingWith("proto: exceeded max recursion depth");
        }
    }

    @ParameterizedTest
    @CsvSource({"0,true", "1,false", "15,false", "16,true", "17,false", "8,false"})
    void traceIds_haveSixteenBytesOrNone(int length, boolean valid) throws Exception {
        byte[] request = request(Span.newBuilder().setTraceId(bytes(length)));
        if (valid) {
            assertThat(scan(request).items()).isEqualTo(1);
        } else {
            assertThatThrownBy(() -> scan(request))
                    .hasMessageStartingWith("unmarshal: invalid ID length: " + length);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,true", "7,false", "8,true", "9,false", "16,false"})
    void spanIds_haveEightBytesOrNone(int length, boolean valid) throws Exception {
        byte[] request = request(Span.newBuilder().setParentSpanId(bytes(length)));
        if (valid) {
            assertThat(scan(request).items()).isEqualTo(1);
        } else {
            assertThatThrownBy(() -> scan(request))
                    .hasMessageStartingWith("unmarshal: invalid ID length: " + length);
        }
    }

    @Test
    void rangeWithinAnArray_isAllThatIsRead_andPositionsCountFromIt() throws Exception {
        byte[] request = request(Span.newBuilder().setName("GET /"));
        byte[] padded = new byte[request.length + 12];
        Arrays.fill(padded, (byte) 0xff);
        System.arraycopy(request, 0, padded, 5, request.length);
        assertThat(WireValidator.scan(Signal.TRACES, padded, 5, request.length).items())
                .isEqualTo(1);
        assertThatThrownBy(() -> WireValidator.scan(Signal.TRACES, padded, 5, request.length + 1))
                .hasMessage("unexpected EOF (at byte " + request.length + ")");
    }

    @Test
    void everyTruncation_isMalformedOrAPrefixOfWholeFields() {
        byte[] request = request(Span.newBuilder().setName("GET /").setFlags(257));
        for (int length = 1; length < request.length; length++) {
            int cut = length;
            assertThatThrownBy(() -> WireValidator.scan(Signal.TRACES, request, 0, cut))
                    .isInstanceOf(MalformedTelemetryException.class);
        }
    }

    @Test
    void metricWithTwoKindsOfData_countsTheLast() throws Exception {
        byte[] gauge = metric(Metric.newBuilder().setGauge(Gauge.newBuilder().addDataPoints(p())));
        byte[] sum =
                metric(
                        Metric.newBuilder()
                                .setSum(Sum.newBuilder().addDataPoints(p()).addDataPoints(p())));
        assertThat(scanMetric(gauge).items()).isEqualTo(1);
        assertThat(scanMetric(concat(gauge, sum)).items()).isEqualTo(2);
        assertThat(scanMetric(concat(sum, gauge)).items()).isEqualTo(1);
        assertThat(scanMetric(concat(gauge, gauge)).items()).isEqualTo(2);
        assertThat(scanMetric(concat(gauge, sum, gauge)).items()).isEqualTo(1);
    }

    private static WireValidator.Scan scanMetric(byte[] metric) throws Exception {
        byte[] request = join(1, join(2, join(2, metric)));
        return WireValidator.scan(Signal.METRICS, request, 0, request.length);
    }

    private static byte[] metric(Metric.Builder metric) {
        return metric.build().toByteArray();
    }

    private static NumberDataPoint p() {
        return NumberDataPoint.newBuilder().setAsInt(1).build();
    }

    private static ByteString bytes(int length) {
        return ByteString.copyFrom(new byte[length]);
    }

    private static byte[] request(Span.Builder span) {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(
                        ResourceSpans.newBuilder()
                                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                .build()
                .toByteArray();
    }

    private static byte[] nestedArrays(int depth) {
        byte[] value = AnyValue.newBuilder().setIntValue(1).build().toByteArray();
        return nested(value, depth, 1, 5); // values of array_value
    }

    private static byte[] nestedMaps(int depth) {
        byte[] value = AnyValue.newBuilder().setBoolValue(true).build().toByteArray();
        return nested(value, depth, 2, 1, 6); // value of values of kvlist_value
    }

    /** Wraps a value into {@code depth - 1} others; written backwards, which needs no copies. */
    private static byte[] nested(byte[] value, int depth, int... numbers) {
        byte[] buffer = new byte[value.length + depth * numbers.length * 5];
        int p = buffer.length - value.length;
        System.arraycopy(value, 0, buffer, p, value.length);
        for (int i = 1; i < depth; i++) {
            for (int number : numbers) {
                int length = buffer.length - p;
                p -= Wire.varintSize(length);
                int at = p;
                for (; length > 127; length >>>= 7) {
                    buffer[at++] = (byte) (length | 0x80);
                }
                buffer[at] = (byte) length;
                buffer[--p] = (byte) (number << 3 | Wire.LENGTH);
            }
        }
        return Arrays.copyOfRange(buffer, p, buffer.length);
    }

    private static byte[] join(int number, byte[] value) {
        return join(number, value, 0, NOTHING);
    }

    /** Two length-delimited fields; number 0 leaves the second out. */
    private static byte[] join(int first, byte[] value, int second, byte[] other) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        append(out, first, value);
        if (second > 0) {
            append(out, second, other);
        }
        return out.toByteArray();
    }

    private static void append(ByteArrayOutputStream out, int number, byte[] value) {
        out.write(number << 3 | Wire.LENGTH);
        int rest = value.length;
        for (; rest > 127; rest >>>= 7) {
            out.write(rest | 0x80);
        }
        out.write(rest);
        out.writeBytes(value);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static WireValidator.Scan scan(byte[] bytes) throws MalformedTelemetryException {
        return WireValidator.scan(Signal.TRACES, bytes, 0, bytes.length);
    }
}
