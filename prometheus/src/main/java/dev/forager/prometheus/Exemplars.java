// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.Exemplar;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.ValueText;
import java.util.ArrayList;
import java.util.List;

/** Translates exemplars. Stateless. */
public final class Exemplars {
    /** Most characters of all labels together, by OpenMetrics 1.0. */
    private static final int MOST_CHARACTERS = 128;

    private static final String TRACE_ID = "trace_id";
    private static final String SPAN_ID = "span_id";

    private Exemplars() {}

    /** The exemplars of a point; one without a time gets the point's, since it must have one. */
    public static List<SeriesExemplar> of(List<Exemplar> exemplars, DataPoint point) {
        if (exemplars.isEmpty()) {
            return List.of();
        }
        List<SeriesExemplar> translated = new ArrayList<>(exemplars.size());
        for (Exemplar exemplar : exemplars) {
            long nanos = exemplar.timeUnixNano();
            double value =
                    switch (exemplar.valueCase()) {
                        case AS_INT -> (double) exemplar.asInt();
                        case AS_DOUBLE -> exemplar.asDouble();
                        case NOT_SET -> 0;
                    };
            long time = Times.millis(nanos == 0 ? point.timeUnixNano() : nanos);
            translated.add(new SeriesExemplar(labels(exemplar), value, time));
        }
        return translated;
    }

    /** The ids win over attributes, which go where all together would be too long. */
    private static Labels labels(Exemplar exemplar) {
        var builder = new Labels.Builder();
        int characters = 0;
        if (exemplar.traceId().isValid()) {
            builder.set(TRACE_ID, exemplar.traceId().hex());
            characters += TRACE_ID.length() + exemplar.traceId().hex().length();
        }
        if (exemplar.spanId().isValid()) {
            builder.set(SPAN_ID, exemplar.spanId().hex());
            characters += SPAN_ID.length() + exemplar.spanId().hex().length();
        }
        Labels ids = builder.build();
        for (KeyValue attribute : exemplar.filteredAttributes()) {
            String text = ValueText.of(attribute.value());
            if (!builder.contains(attribute.key()) && !attribute.key().isEmpty()) {
                characters += characters(attribute.key()) + characters(text);
                builder.set(attribute.key(), text);
            }
        }
        return characters <= MOST_CHARACTERS ? builder.build() : ids;
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
