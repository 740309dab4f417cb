// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.Base64;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** JSON both ways against protobuf-java-util on random messages. */
class OtlpJsonOracleTest {
    private static final long SEED = Long.getLong("pdata.seed", 20_261_125);
    private static final int MESSAGES = Integer.getInteger("pdata.messages", 150);

    /** The ids, which protobuf's own JSON has in base64. Names of fields, never of attributes. */
    private static final Pattern ID =
            Pattern.compile(
                    "\"(traceId|spanId|parentSpanId|profileId|trace_id|span_id|parent_span_id"
                            + "|profile_id)\":\\s*\"([^\"]*)\"");

    @ParameterizedTest
    @EnumSource(Signal.class)
    void readsWhatJsonFormatWrites(Signal signal) throws Exception {
        JsonFormat.Printer camel = JsonFormat.printer();
        JsonFormat.Printer snake = camel.preservingProtoFieldNames();
        JsonFormat.Printer numbers = camel.printingEnumsAsInts().omittingInsignificantWhitespace();
        for (Message message : messages(signal)) {
            for (JsonFormat.Printer printer : new JsonFormat.Printer[] {camel, snake, numbers}) {
                byte[] json = hexIds(printer.print(message)).getBytes(UTF_8);
                byte[] bytes = OtlpJson.toProtobuf(signal, json, 0, json.length);
                assertThat(RandomMessages.prototype(signal).getParserForType().parseFrom(bytes))
                        .as("seed %d", SEED)
                        .isEqualTo(message);
                assertThat(WireValidator.scan(signal, bytes, 0, bytes.length))
                        .isEqualTo(new WireValidator.Scan(ReferenceDecoder.items(message), 0));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void writesWhatJsonFormatReads(Signal signal) throws Exception {
        for (Message message : messages(signal)) {
            byte[] bytes = message.toByteArray();
            String json = new String(OtlpJson.toJson(signal, bytes, 0, bytes.length), UTF_8);
            Message.Builder read = RandomMessages.prototype(signal).newBuilderForType();
            JsonFormat.parser().merge(base64Ids(json), read);
            // Compared as JSON: empty messages that are always shown, ids of zeros that are not.
            byte[] again = read.build().toByteArray();
            assertThat(new String(OtlpJson.toJson(signal, again, 0, again.length), UTF_8))
                    .as("seed %d", SEED)
                    // JsonFormat loses the sign of zero.
                    .isEqualTo(json.replaceAll("-0(?=[,}\\]])", "0"));
            assertThat(ReferenceDecoder.items(read.build()))
                    .isEqualTo(ReferenceDecoder.items(message));
        }
    }

    private static Iterable<Message> messages(Signal signal) {
        RandomMessages messages = new RandomMessages(new SplittableRandom(SEED));
        return () -> Stream.generate(() -> messages.request(signal, 2)).limit(MESSAGES).iterator();
    }

    private static String hexIds(String json) {
        return ID.matcher(json)
                .replaceAll(
                        m ->
                                id(
                                        m,
                                        HexFormat.of()
                                                .formatHex(
                                                        Base64.getDecoder().decode(m.group(2)))));
    }

    private static String base64Ids(String json) {
        return ID.matcher(json)
                .replaceAll(
                        m ->
                                id(
                                        m,
                                        Base64.getEncoder()
                                                .encodeToString(
                                                        HexFormat.of().parseHex(m.group(2)))));
    }

    private static String id(MatchResult match, String value) {
        return Matcher.quoteReplacement("\"" + match.group(1) + "\":\"" + value + "\"");
    }
}
