// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
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
            assertThat(shown(read.build())).as("seed %d", SEED).isEqualTo(shown(message));
        }
    }

    /** Damaged JSON that both take says the same to both. */
    @ParameterizedTest
    @EnumSource(Signal.class)
    void damagedJsonThatBothTake_isTheSame(Signal signal) throws Exception {
        var mutations = new Mutations(new SplittableRandom(SEED));
        JsonFormat.Parser parser = JsonFormat.parser().ignoringUnknownFields();
        int compared = 0;
        for (Message message : messages(signal)) {
            byte[] whole = hexIds(JsonFormat.printer().print(message)).getBytes(UTF_8);
            for (int i = 0; i < 20; i++) {
                byte[] json = mutations.mutate(whole);
                Message.Builder theirs = RandomMessages.prototype(signal).newBuilderForType();
                byte[] ours;
                try {
                    ours = OtlpJson.toProtobuf(signal, json, 0, json.length);
                    parser.merge(base64Ids(new String(json, UTF_8)), theirs);
                } catch (MalformedTelemetryException
                        | InvalidProtocolBufferException
                        | IllegalArgumentException e) {
                    continue; // One of them wants more than the other: not what is asked here.
                }
                compared++;
                assertThat(
                                shown(
                                        RandomMessages.prototype(signal)
                                                .getParserForType()
                                                .parseFrom(ours)))
                        .as("seed %d: %s", SEED, new String(json, UTF_8))
                        .isEqualTo(shown(theirs.build()));
            }
        }
        assertThat(compared).isGreaterThan(MESSAGES);
    }

    /**
     * What JSON can tell of a message: an empty one may be always shown, ids of zeros are not, and
     * JsonFormat loses the sign of zero.
     */
    private static Message shown(Message message) {
        Message.Builder result = message.toBuilder();
        message.getAllFields()
                .forEach(
                        (field, value) -> {
                            switch (value) {
                                case List<?> list when field.getJavaType() == JavaType.MESSAGE -> {
                                    for (int i = 0; i < list.size(); i++) {
                                        result.setRepeatedField(
                                                field, i, shown((Message) list.get(i)));
                                    }
                                }
                                case Message child -> {
                                    Message of = shown(child);
                                    if (of.getAllFields().isEmpty()) {
                                        result.clearField(field);
                                    } else {
                                        result.setField(field, of);
                                    }
                                }
                                case ByteString bytes when isZeroId(field, bytes) ->
                                        result.clearField(field);
                                case Double number when number == 0 -> result.setField(field, 0.0);
                                default -> {
                                    // As it is.
                                }
                            }
                        });
        return result.build();
    }

    private static boolean isZeroId(FieldDescriptor field, ByteString bytes) {
        return field.getName().endsWith("_id")
                && bytes.equals(ByteString.copyFrom(new byte[bytes.size()]));
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
