// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Against answers of the Go collector 0.165 (OTLP receiver, otlp_http exporter in JSON), frozen.
 */
class OtlpJsonGoldenTest {
    /** Each line a request in base64 and the JSON that the collector sent on for it. */
    @ParameterizedTest
    @EnumSource(Signal.class)
    void toJson_isByteForByteWhatTheCollectorWrites(Signal signal) throws Exception {
        for (String line : lines("collector-" + signal.id() + ".txt")) {
            int space = line.indexOf(' ');
            byte[] request = Base64.getDecoder().decode(line.substring(0, space));
            String json = line.substring(space + 1);
            assertThat(text(OtlpJson.toJson(signal, request, 0, request.length))).isEqualTo(json);

            byte[] back = decode(signal, json);
            assertThat(text(OtlpJson.toJson(signal, back, 0, back.length))).isEqualTo(json);
            assertThat(WireValidator.scan(signal, back, 0, back.length))
                    .isEqualTo(WireValidator.scan(signal, request, 0, request.length));
        }
    }

    /**
     * Odd requests. {@code >} is the body, {@code <} what the collector sent on (nothing, where no
     * item came in), {@code !} its refusal, {@code ~} what is different here on purpose: null
     * overrides no other member of a value, integers may have exponents or a zero fraction and
     * bytes either alphabet, as the proto3 mapping has it; and nothing may follow the object.
     */
    @Test
    void oddRequests_areTakenOrRefusedAsByTheCollector() throws Exception {
        List<String> lines = lines("odd-inputs.txt");
        int cases = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("> ")) {
                String[] input = lines.get(i).split(" ", 3);
                boolean differs = i + 2 < lines.size() && lines.get(i + 2).startsWith("~ ");
                String expected =
                        differs ? lines.get(i + 2).substring("~ ".length()) : lines.get(i + 1);
                check(Signal.valueOf(input[1].toUpperCase(Locale.ROOT)), input[2], expected);
                cases++;
            }
        }
        assertThat(cases).isEqualTo(183);
    }

    private static void check(Signal signal, String body, String expected) throws Exception {
        if (expected.startsWith("!")) {
            assertThatThrownBy(() -> decode(signal, body))
                    .as(body)
                    .isInstanceOf(MalformedTelemetryException.class)
                    .message()
                    .doesNotContain("Jackson", "JsonReadFeature", "fasterxml", "Constraints");
            return;
        }
        byte[] request = decode(signal, body);
        WireValidator.Scan scan = WireValidator.scan(signal, request, 0, request.length);
        String json =
                scan.items() == 0 ? "" : text(OtlpJson.toJson(signal, request, 0, request.length));
        assertThat("< " + json).as(body).isEqualTo(expected);
        assertThat(scan.invalidStrings()).as(body).isZero();
    }

    private static byte[] decode(Signal signal, String json) throws MalformedTelemetryException {
        byte[] bytes = json.getBytes(UTF_8);
        return OtlpJson.toProtobuf(signal, bytes, 0, bytes.length);
    }

    private static String text(byte[] json) {
        return new String(json, UTF_8);
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in =
                requireNonNull(OtlpJsonGoldenTest.class.getResourceAsStream("json/" + name))) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }
}
