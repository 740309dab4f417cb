// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.Cursor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.OttlValues;
import dev.forager.pdata.Longs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Paths of a sample of a profile. */
final class SamplePaths {
    static final Map<String, PathField> FIELDS =
            Map.ofEntries(
                    Map.entry("values", Numbers.longs(c -> c.sample().values())),
                    Map.entry(
                            "attribute_indices", Numbers.ints(c -> c.sample().attributeIndices())),
                    Map.entry(
                            "link_index",
                            Fields.ints(c -> c.sample().linkIndex(), SamplePaths::linkIndex)),
                    Map.entry(
                            "timestamps_unix_nano",
                            Numbers.longs(c -> c.sample().timestampsUnixNano())),
                    Map.entry(
                            "timestamps",
                            Fields.leaf(
                                    Fields.target(
                                            c -> times(c.sample().timestampsUnixNano()),
                                            (c, v) -> times(c.sample().timestampsUnixNano(), v)))),
                    Map.entry(
                            "attributes",
                            ProfileAttributes.field(c -> c.sample().attributeIndices())));

    private SamplePaths() {}

    private static void linkIndex(Cursor cursor, long index) throws EvaluationException {
        if (index >= Integer.MAX_VALUE) {
            throw new EvaluationException("exceeded max value");
        }
        cursor.sample().linkIndex((int) index);
    }

    private static List<Instant> times(Longs nanos) {
        return nanos.stream().mapToObj(OttlValues::instant).toList();
    }

    private static void times(Longs nanos, @Nullable Object value) throws EvaluationException {
        List<Long> replacement = new ArrayList<>();
        if (value != null) {
            for (Object element : Fields.expect(List.class, "[]time.Time", value)) {
                replacement.add(OttlValues.unixNanos(Fields.time(element)));
            }
        }
        nanos.setAll(replacement.stream().mapToLong(Long::longValue).toArray());
    }
}
