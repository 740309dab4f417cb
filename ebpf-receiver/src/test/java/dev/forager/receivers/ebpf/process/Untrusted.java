// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.forager.pdata.Value;
import dev.forager.receivers.ebpf.sys.MalformedRecordException;
import java.util.Map;

/** What must hold of records of the kernel whatever they hold. */
public final class Untrusted {
    private Untrusted() {}

    /** What is made of it moves no cursor and ends no line. */
    public static void assertIsShown(String detail, Map<String, Value> attributes) {
        assertThat(VisibleText.of(detail)).isEqualTo(detail);
        assertThat(attributes.values())
                .allSatisfy(
                        value ->
                                assertThat(VisibleText.of(value.toString()))
                                        .isEqualTo(value.toString()));
    }

    /** Reads a record that was cut. */
    @FunctionalInterface
    public interface Reading {
        /** Reads its first bytes. */
        void read(int length) throws Exception;
    }

    /** A record that lacks any of its bytes is refused. */
    public static void assertCutsAreRefused(int bytes, Reading reading) {
        for (int length = 0; length < bytes; length++) {
            int cut = length;
            assertThatExceptionOfType(MalformedRecordException.class)
                    .as("%d bytes", cut)
                    .isThrownBy(() -> reading.read(cut));
        }
    }
}
