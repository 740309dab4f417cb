// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class StructViewTest {
    private static final byte[] BYTES =
            ByteBuffer.allocate(24)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(-2)
                    .putInt(-3)
                    .putShort((short) -4)
                    .put((byte) -5)
                    .put((byte) 'a')
                    .put(new byte[] {'b', (byte) 0xff, 0, 'c', 0, 0, 0, 0})
                    .array();

    @Test
    void numbers_areLittleEndianAndUnsignedWhereTheySaySo() {
        StructView view = StructView.of(BYTES);
        assertThat(view.u64(0)).isEqualTo(-2);
        assertThat(view.i32(8)).isEqualTo(-3);
        assertThat(view.u32(8)).isEqualTo(0xffff_fffdL);
        assertThat(view.u16(12)).isEqualTo(0xfffc);
        assertThat(view.u8(14)).isEqualTo(0xfb);
    }

    @Test
    void text_endsBeforeTheFirstNulAndMendsWhatIsNoUtf8() {
        assertThat(StructView.of(BYTES).text(15, 9)).isEqualTo("ab\uFFFD");
        assertThat(StructView.of(BYTES).text(15, 1)).isEqualTo("a");
    }

    @Test
    void reads_beyondTheEnd_areRefusedAtEveryCut() {
        for (int length = 0; length < BYTES.length; length++) {
            StructView cut = StructView.of(java.util.Arrays.copyOf(BYTES, length));
            int end = length;
            refused(() -> cut.u8(end));
            refused(() -> cut.u16(Math.max(0, end - 1)));
            refused(() -> cut.i32(Math.max(0, end - 3)));
            refused(() -> cut.u64(Math.max(0, end - 7)));
            refused(() -> cut.text(0, end + 1));
            refused(() -> cut.bytes(end, 1));
        }
        refused(() -> StructView.of(BYTES).u8(-1));
        refused(() -> StructView.of(BYTES).bytes(0, -1));
        refused(() -> StructView.of(BYTES).bytes(Integer.MAX_VALUE, Integer.MAX_VALUE));
    }

    private static void refused(Runnable read) {
        assertThatExceptionOfType(MalformedRecordException.class).isThrownBy(read::run);
    }
}
