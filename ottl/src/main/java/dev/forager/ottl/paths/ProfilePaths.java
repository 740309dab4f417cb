// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.Cursor;
import dev.forager.ottl.EvaluationException;
import dev.forager.pdata.ProfileId;
import dev.forager.pdata.Sample;
import dev.forager.pdata.Value;
import java.util.Map;

/** Paths of a profile. */
final class ProfilePaths {
    private static final PathField SAMPLES =
            Fields.records(Sample.class, c -> c.profile().samples(), Sample::copy);

    private static final PathField DURATION =
            Fields.ints(c -> c.profile().durationNano(), ProfilePaths::duration);

    static final Map<String, PathField> FIELDS =
            Map.ofEntries(
                    Map.entry(
                            "sample_type",
                            tail ->
                                    ValueTypes.resolve(
                                            tail,
                                            c -> c.profile().sampleType(),
                                            (c, v) -> c.profile().sampleType(v))),
                    Map.entry("sample", SAMPLES),
                    Map.entry("samples", SAMPLES),
                    Map.entry(
                            "time_unix_nano",
                            Fields.ints(
                                    c -> c.profile().timeUnixNano(),
                                    (c, v) -> c.profile().timeUnixNano(v))),
                    Map.entry(
                            "time",
                            Fields.time(
                                    c -> c.profile().timeUnixNano(),
                                    (c, v) -> c.profile().timeUnixNano(v))),
                    Map.entry("duration_unix_nano", DURATION),
                    Map.entry("duration", DURATION),
                    Map.entry(
                            "period_type",
                            tail ->
                                    ValueTypes.resolve(
                                            tail,
                                            c -> c.profile().periodType(),
                                            (c, v) -> c.profile().periodType(v))),
                    Map.entry(
                            "period",
                            Fields.ints(
                                    c -> c.profile().period(), (c, v) -> c.profile().period(v))),
                    Map.entry(
                            "profile_id",
                            Fields.withString(
                                    Fields.target(
                                            c -> c.profile().profileId(),
                                            (c, v) ->
                                                    id(
                                                            c,
                                                            Fields.expect(
                                                                    ProfileId.class,
                                                                    "pprofile.ProfileID",
                                                                    v))),
                                    Fields.textTarget(
                                            c -> Value.Str.of(c.profile().profileId().hex()),
                                            (c, v) -> id(c, Ids.profileId(v.string()))))),
                    Map.entry(
                            "attribute_indices", Numbers.ints(c -> c.profile().attributeIndices())),
                    Map.entry(
                            "dropped_attributes_count",
                            Fields.ints(
                                    c ->
                                            Integer.toUnsignedLong(
                                                    c.profile().droppedAttributesCount()),
                                    (c, v) -> c.profile().droppedAttributesCount((int) v))),
                    Map.entry(
                            "original_payload_format",
                            Fields.text(
                                    c -> c.profile().originalPayloadFormatUtf8(),
                                    (c, v) -> c.profile().originalPayloadFormatUtf8(v))),
                    Map.entry(
                            "original_payload",
                            Fields.leaf(
                                    Fields.target(
                                            c -> c.profile().originalPayload(),
                                            (c, v) ->
                                                    c.profile()
                                                            .originalPayload(
                                                                    Fields.expect(
                                                                            Value.Bytes.class,
                                                                            "[]uint8",
                                                                            v))))),
                    Map.entry(
                            "attributes",
                            ProfileAttributes.field(c -> c.profile().attributeIndices())));

    private ProfilePaths() {}

    private static void id(Cursor cursor, ProfileId id) throws EvaluationException {
        if (!id.isValid()) {
            throw new EvaluationException("profile ids must not be empty");
        }
        cursor.profile().profileId(id);
    }

    private static void duration(Cursor cursor, long nanos) throws EvaluationException {
        if (nanos < 0) {
            throw new EvaluationException("duration_unix_nano must be non-negative");
        }
        cursor.profile().durationNano(nanos);
    }
}
