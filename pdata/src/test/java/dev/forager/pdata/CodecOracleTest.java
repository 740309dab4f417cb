// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record class against protobuf-java, on random messages of its type. */
class CodecOracleTest {
    private static final int ROUNDS = 60;
    private static final int MUTATIONS = 2_000;
    private static final long MUTATION_SEED = 20_261_127;

    static Stream<Descriptor> messages() {
        Set<Descriptor> found = new LinkedHashSet<>();
        RecordGenerator.ROOTS.forEach(root -> RecordGenerator.collect(root, found));
        return found.stream();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void reencoded_isTheSameMessage(Descriptor type) throws IOException {
        for (long seed = 1; seed <= ROUNDS; seed++) {
            byte[] bytes = random(type, seed, true);
            Message record = decode(type, bytes);
            Touch.everything(record, false);
            check(type, seed, bytes, record);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void rebuiltValues_areTheSameMessage(Descriptor type) throws IOException {
        for (long seed = 1; seed <= ROUNDS; seed++) {
            byte[] bytes = random(type, seed, false);
            Message record = decode(type, bytes);
            Touch.everything(record, true);
            // A value that its sender left out comes back as an empty one.
            assertThat(withEmptyValues(type, record.toByteArray()))
                    .as("seed %d", seed)
                    .isEqualTo(withEmptyValues(type, bytes));
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void repeatedOccurrences_areMergedAsProtobufDoes(Descriptor type) throws IOException {
        for (long seed = 1; seed <= ROUNDS; seed++) {
            byte[] first = random(type, seed, true);
            byte[] second = random(type, -seed, true);
            byte[] third = random(type, seed * 31, true);
            byte[] bytes = join(join(first, second), third);
            Message record = decode(type, bytes);
            Touch.everything(record, false);
            check(type, seed, bytes, record);
        }
    }

    /** Fields out of order, cut, doubled, of other types: what the validator lets in. */
    @ParameterizedTest
    @EnumSource(Signal.class)
    void damagedButValid_isTheSameMessage(Signal signal) throws IOException {
        Descriptor type = RandomPayloads.type(signal);
        var mutations = new Mutations(new Random(MUTATION_SEED));
        int compared = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = mutations.mutate(random(type, MUTATION_SEED + i / 20, true));
            if (isValid(signal, bytes)) {
                Message record = decode(type, bytes);
                Touch.everything(record, false);
                check(type, MUTATION_SEED + i, bytes, record);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(MUTATIONS / 20);
    }

    /** As it came: strings that are no UTF-8 are mended before anybody decodes them. */
    private static boolean isValid(Signal signal, byte[] bytes) {
        try {
            return WireValidator.scan(signal, bytes, 0, bytes.length).invalidStrings() == 0;
        } catch (MalformedTelemetryException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void opened_withoutEdits_isClean(Descriptor type) {
        byte[] bytes = random(type, 5, true);
        Message record = decode(type, bytes);
        assertThat(record.toString()).isNotEmpty();
        assertThat(record.settle()).isFalse();
        assertThat(record.toByteArray()).isEqualTo(bytes);
    }

    private static byte[] random(Descriptor type, long seed, boolean unknown) {
        return new RandomRecords(new Random(seed), unknown).next(type).toByteArray();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static void check(Descriptor type, long seed, byte[] bytes, Message record)
            throws IOException {
        assertThat(parse(type, record.toByteArray()))
                .as("%s, seed %d", type.getFullName(), seed)
                .isEqualTo(parse(type, bytes));
        // Once more: positions must have moved along with the bytes.
        Touch.everything(record, false);
        assertThat(parse(type, record.toByteArray()))
                .as("%s again, seed %d", type.getFullName(), seed)
                .isEqualTo(parse(type, bytes));
    }

    static DynamicMessage parse(Descriptor type, byte[] bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        in.setRecursionLimit(10_000);
        return DynamicMessage.parseFrom(type, in);
    }

    private static com.google.protobuf.Message withEmptyValues(Descriptor type, byte[] bytes)
            throws IOException {
        return ProtoEdits.setMissingValues(parse(type, bytes));
    }

    private static Message decode(Descriptor type, byte[] bytes) {
        return switch (RecordNames.type(type)) {
            case "ExportTraceServiceRequest" -> open(new ExportTraceServiceRequest(false), bytes);
            case "ExportMetricsServiceRequest" ->
                    open(new ExportMetricsServiceRequest(false), bytes);
            case "ExportLogsServiceRequest" -> open(new ExportLogsServiceRequest(false), bytes);
            case "ExportProfilesServiceRequest" ->
                    open(new ExportProfilesServiceRequest(false), bytes);
            case String name -> decodeReflectively(name, bytes);
        };
    }

    private static Message open(Message record, byte[] bytes) {
        record.open(bytes, 0, bytes.length);
        return record;
    }

    private static Message decodeReflectively(String name, byte[] bytes) {
        try {
            return (Message)
                    Class.forName("dev.forager.pdata." + name)
                            .getDeclaredMethod("decode", byte[].class, int.class, int.class)
                            .invoke(null, bytes, 0, bytes.length);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
