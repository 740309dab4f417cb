// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import dev.forager.receivers.ebpf.sys.MalformedRecordException;
import dev.forager.receivers.ebpf.sys.StructView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentFieldTest {
    /** More than a multiple of eight. */
    private static final int SIZE = 19;

    @TempDir private Path proc;

    private static RecentField field(FieldType type, int size) {
        var declared = new CustomField("a", type, size, null, Map.of());
        return new RecentField(
                Members.undeclared().readers(List.of(declared), false, "fields").getFirst());
    }

    private @Nullable KeyValue read(RecentField field, byte[] record) {
        return field.read(StructView.of(record), new Names(proc));
    }

    private @Nullable Value value(RecentField field, byte[] record) {
        return Objects.requireNonNull(read(field, record)).value();
    }

    private static byte[] text(String text) {
        return Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), SIZE);
    }

    @Test
    void sameBytes_areTheSameAttribute() {
        RecentField field = field(FieldType.STRING, SIZE);
        assertThat(value(field, text("nginx"))).isEqualTo(Value.of("nginx"));
        KeyValue second = Objects.requireNonNull(read(field, text("nginx")));
        assertThat(second.key()).isEqualTo("a");
        assertThat(second.value()).isEqualTo(Value.of("nginx"));
        assertThat(read(field, text("nginx"))).isSameAs(second);
    }

    @Test
    void anyByte_makesADifference() {
        RecentField field = field(FieldType.STRING, SIZE);
        byte[] record = text("abcdefghijklmnopqrs");
        for (int i = 0; i < SIZE; i++) {
            assertThat(value(field, record))
                    .isEqualTo(Value.of(new String(record, StandardCharsets.UTF_8)));
            record[i]++;
        }
        assertThat(value(field, record))
                .isEqualTo(Value.of(new String(record, StandardCharsets.UTF_8)));
    }

    @Test
    void whatIsNothing_staysNothing() {
        RecentField field = field(FieldType.ERRNO, 4);
        assertThat(read(field, new byte[4])).isNull();
        assertThat(read(field, new byte[4])).isNull();
        assertThat(value(field, new byte[] {2, 0, 0, 0})).isEqualTo(Value.of("ENOENT"));
    }

    @Test
    void forget_asksForTheNameAgain() throws IOException {
        RecentField field = field(FieldType.DEV, 4);
        byte[] disk = {1, 0, 0x30, 0x10}; // 259 << 20 | 1
        Value before = value(field, disk);
        Files.writeString(proc.resolve("diskstats"), " 259 1 nvme0n1 1 2 3\n");
        assertThat(value(field, disk)).isEqualTo(before);
        field.forget();
        assertThat(value(field, disk)).isEqualTo(Value.of("nvme0n1"));
    }

    @Test
    void shorterRecord_isMalformed() {
        RecentField field = field(FieldType.U64, 8);
        assertThatThrownBy(() -> read(field, new byte[7]))
                .isInstanceOf(MalformedRecordException.class);
        assertThat(value(field, new byte[8])).isEqualTo(Value.of(0));
        assertThatThrownBy(() -> read(field, new byte[7]))
                .isInstanceOf(MalformedRecordException.class);
    }
}
