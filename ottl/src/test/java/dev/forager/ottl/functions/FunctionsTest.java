// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.GoldenCases;
import dev.forager.ottl.OttlRunner;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FunctionsTest {
    /** Expected values were compared with the Go collector's. */
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenCases.in("src/test/resources/dev/forager/ottl/functions/cases");
    }

    /** In the Go collector half a character is left, which no backend may accept. */
    @Test
    void truncateAll_thatCutsACharacterLeavesAMark() throws EvaluationException {
        var record =
                OttlRunner.run("set(log.body, {\"s\": \"ü\"})", "truncate_all(log.body, 1, false)");
        assertThat(OttlRunner.plain(record.body())).hasToString("{s=\uFFFD}");
    }

    @Test
    void clear_ofATimeIsTheEpoch() throws EvaluationException {
        assertThat(OttlRunner.run("clear(log.time)").timeUnixNano()).isZero();
    }

    @Test
    void clear_ofARecordFails() {
        assertThatThrownBy(() -> OttlRunner.run("clear(resource)"))
                .hasMessageContaining("resource");
    }

    @Test
    void hashFunctions_areReplacementFunctions() throws EvaluationException {
        assertThat(OttlRunner.value("IsString(UUID())")).isEqualTo(true);
        assertThat(UUID.fromString((String) OttlRunner.value("UUID()")).version()).isEqualTo(4);
        assertThat(UUID.fromString((String) OttlRunner.value("UUIDv7()")).version()).isEqualTo(7);
        assertThat(OttlRunner.value("UUID()")).isNotEqualTo(OttlRunner.value("UUID()"));
    }

    @Test
    void timeOrderedUuids_haveTheTimeAndSort() {
        Instant time = Instant.parse("2026-01-02T03:04:05.678912345Z");
        var uuids = new TimeOrderedUuids(InstantSource.fixed(time), new SplittableRandom(1));
        UUID uuid = uuids.next();
        assertThat(uuid.version()).isEqualTo(7);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(time.toEpochMilli());
        UUID later =
                new TimeOrderedUuids(
                                InstantSource.fixed(time.plusNanos(1_000)), new SplittableRandom(2))
                        .next();
        assertThat(later.toString()).isGreaterThan(uuid.toString());
    }
}
