// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Value;
import dev.forager.receivers.ebpf.sys.MalformedRecordException;
import dev.forager.receivers.ebpf.sys.StructView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every declared type, read from bytes as a program writes them. */
class FieldReaderTest {
    private static final long SYMBOL = 0xffffffff81000000L;

    @TempDir Path proc;
    private Names names = new Names(Path.of("/nowhere"));

    @BeforeEach
    void host() throws IOException {
        Files.writeString(
                proc.resolve("kallsyms"),
                """
                ffffffff81000000 T first
                ffffffff81000100 t second
                ffffffff81000200 D data
                ffffffffc0001000 t third\t[module]
                """);
        Files.writeString(proc.resolve("diskstats"), " 259 1 nvme0n1 1 2 3\n");
        names = new Names(proc);
    }

    private static CustomField field(FieldType type, int size, Map<String, String> values) {
        boolean isNone = type == FieldType.CGROUP || type == FieldType.KTIME;
        return new CustomField(isNone ? null : "a", type, size, null, values);
    }

    private @Nullable Value read(FieldType type, int size, ByteBuffer bytes) {
        return read(field(type, size, Map.of()), bytes);
    }

    private @Nullable Value read(CustomField field, ByteBuffer bytes) {
        FieldReader reader =
                Members.undeclared().readers(List.of(field), false, "fields").getFirst();
        var copy = new byte[bytes.capacity()];
        bytes.get(0, copy);
        return reader.read(StructView.of(copy), names);
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void numbers_haveTheirSign() {
        assertThat(read(FieldType.U8, 0, bytes(1).put((byte) -1))).isEqualTo(Value.of(255));
        assertThat(read(FieldType.S8, 0, bytes(1).put((byte) -1))).isEqualTo(Value.of(-1));
        assertThat(read(FieldType.U16, 0, bytes(2).putShort((short) -1)))
                .isEqualTo(Value.of(65535));
        assertThat(read(FieldType.S16, 0, bytes(2).putShort((short) -2))).isEqualTo(Value.of(-2));
        assertThat(read(FieldType.U32, 0, bytes(4).putInt(-1))).isEqualTo(Value.of(0xffff_ffffL));
        assertThat(read(FieldType.S32, 0, bytes(4).putInt(-3))).isEqualTo(Value.of(-3));
        assertThat(read(FieldType.U64, 0, bytes(8).putLong(1L << 40)))
                .isEqualTo(Value.of(1L << 40));
        assertThat(read(FieldType.S64, 0, bytes(8).putLong(-4))).isEqualTo(Value.of(-4));
    }

    @Test
    void values_getTheirNames() {
        CustomField field = field(FieldType.U8, 0, Map.of("9", "SIGKILL"));
        assertThat(read(field, bytes(1).put((byte) 9))).isEqualTo(Value.of("SIGKILL"));
        assertThat(read(field, bytes(1).put((byte) 8))).isEqualTo(Value.of(8));
    }

    @Test
    void text_endsAtTheFirstNul_andCannotMoveACursor() {
        byte[] raw = "a\u001b[2Jb\0secret".getBytes(StandardCharsets.US_ASCII);
        assertThat(read(FieldType.STRING, 16, bytes(16).put(raw)))
                .isEqualTo(Value.of("a\\x1b[2Jb"));
    }

    @Test
    void addresses_areOfBothKinds() {
        assertThat(read(FieldType.IP, 4, bytes(4).put(new byte[] {10, 0, 0, 7})))
                .isEqualTo(Value.of("10.0.0.7"));
        ByteBuffer mapped = bytes(16).put(10, (byte) -1).put(11, (byte) -1);
        mapped.put(12, new byte[] {10, 0, 0, 7});
        assertThat(read(FieldType.IP, 0, mapped)).isEqualTo(Value.of("10.0.0.7"));
        assertThat(read(FieldType.IP, 0, bytes(16).put(15, (byte) 1))).isEqualTo(Value.of("::1"));
    }

    @Test
    void numbersOfTheKernel_getItsNames() {
        assertThat(read(FieldType.SYSCALL, 0, bytes(4).putInt(0))).isNotEqualTo(Value.of(0));
        assertThat(read(FieldType.ERRNO, 0, bytes(4).putInt(-2))).isEqualTo(Value.of("ENOENT"));
        assertThat(read(FieldType.ERRNO, 8, bytes(8).putLong(13))).isEqualTo(Value.of("EACCES"));
        assertThat(read(FieldType.ERRNO, 0, bytes(4))).isNull();
        assertThat(read(FieldType.DEV, 0, bytes(4).putInt(259 << 20 | 1)))
                .isEqualTo(Value.of("nvme0n1"));
        assertThat(read(FieldType.DEV, 0, bytes(4).putInt(8 << 20))).isEqualTo(Value.of("8:0"));
    }

    @Test
    void addressesInTheKernel_areFunctions() {
        assertThat(symbol(SYMBOL)).isEqualTo(Value.of("first"));
        assertThat(symbol(SYMBOL + 0xff)).isEqualTo(Value.of("first"));
        assertThat(symbol(SYMBOL + 0x180)).isEqualTo(Value.of("second"));
        assertThat(symbol(0xffffffffc0001004L)).isEqualTo(Value.of("third"));
        assertThat(symbol(SYMBOL - 1)).isEqualTo(Value.of("0xffffffff80ffffff"));
    }

    private @Nullable Value symbol(long address) {
        return read(FieldType.KSYM, 0, bytes(8).putLong(address));
    }

    @Test
    void whatIsNoAttribute_isNone() {
        assertThat(read(FieldType.CGROUP, 0, bytes(8).putLong(7))).isNull();
        assertThat(read(FieldType.KTIME, 0, bytes(8).putLong(7))).isNull();
    }

    @Test
    void fieldsWithoutAStruct_lieAsCLaysThemOut() {
        List<FieldReader> readers =
                Members.undeclared()
                        .readers(
                                List.of(
                                        field(FieldType.U8, 0, Map.of()),
                                        field(FieldType.U32, 0, Map.of()),
                                        field(FieldType.STRING, 3, Map.of()),
                                        field(FieldType.U64, 0, Map.of())),
                                false,
                                "fields");
        assertThat(readers).extracting(each -> each.member().offset()).containsExactly(0, 4, 8, 16);
    }

    @Test
    void aRecord_thatIsTooShort_isMalformed() {
        assertThatThrownBy(() -> read(FieldType.U64, 0, bytes(7)))
                .isInstanceOf(MalformedRecordException.class);
    }
}
