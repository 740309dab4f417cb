// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.tally;

import dev.forager.ottl.Cursor;
import dev.forager.ottl.OttlContext;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.KeyValueAndUnit;
import dev.forager.pdata.Profile;
import dev.forager.pdata.ProfilesDictionary;
import dev.forager.pdata.Span;
import java.util.List;

/** The attributes and times of the item that a cursor stands on. Stateless. */
public final class ItemView {
    private static final Attributes NONE = Attributes.create();

    private ItemView() {}

    /** The attributes of the item; none for contexts without. */
    public static Attributes attributes(OttlContext context, Cursor cursor) {
        return switch (context) {
            case SPAN -> cursor.span().attributes();
            case SPAN_EVENT -> cursor.spanEvent().attributes();
            case DATA_POINT -> cursor.dataPoint().attributes();
            case LOG -> cursor.log().attributes();
            case PROFILE -> ofProfile(cursor.profile(), cursor.dictionary());
            case METRIC, RESOURCE, SCOPE, EXEMPLAR, PROFILE_SAMPLE -> NONE;
        };
    }

    /** A sender may give indexes of nothing; these are passed over. */
    private static Attributes ofProfile(Profile profile, ProfilesDictionary dictionary) {
        Attributes found = Attributes.create();
        List<KeyValueAndUnit> table = dictionary.attributeTable();
        List<String> texts = dictionary.stringTable();
        for (int i = 0; i < profile.attributeIndices().size(); i++) {
            int index = profile.attributeIndices().get(i);
            if (index >= 0 && index < table.size()) {
                KeyValueAndUnit entry = table.get(index);
                if (entry.keyStrindex() >= 0 && entry.keyStrindex() < texts.size()) {
                    found.put(texts.get(entry.keyStrindex()), entry.value());
                }
            }
        }
        return found;
    }

    static void addTimes(OttlContext context, Cursor cursor, TimeRange range) {
        switch (context) {
            case SPAN -> {
                Span span = cursor.span();
                range.add(span.startTimeUnixNano());
                range.add(span.endTimeUnixNano());
            }
            case SPAN_EVENT -> range.add(cursor.spanEvent().timeUnixNano());
            case DATA_POINT -> range.add(cursor.dataPoint().timeUnixNano());
            case LOG -> range.add(cursor.log().timeUnixNano());
            case PROFILE -> range.add(cursor.profile().timeUnixNano());
            case METRIC, RESOURCE, SCOPE, EXEMPLAR, PROFILE_SAMPLE -> {}
        }
    }
}
