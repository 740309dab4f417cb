// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.Exemplar;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Records;
import dev.forager.pdata.ResourceGroup;
import dev.forager.pdata.ScopeGroup;
import dev.forager.pdata.ScopeLogs;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.ScopeProfiles;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.SummaryDataPoint;
import dev.forager.pdata.Telemetry;
import java.util.BitSet;
import java.util.List;

/**
 * Leads a {@link Cursor} over all items of a context, in their order, opening no more than the way
 * there. Items that a visit appends to the list it stands in are visited as well, so that
 * statements behind the one that copied a metric see the copy.
 */
public final class Walk {
    /** A statement that copies its own copies ends here, or at five times the items (chosen). */
    private static final int MIN_MOST_VISITED = 1_000;

    private static final int MOST_TIMES_APPENDED = 5;

    private final OttlContext context;

    /** A walk over the items of a context. */
    public Walk(OttlContext context) {
        this.context = context;
    }

    /** What a walk does at each item. */
    @FunctionalInterface
    public interface Visit<X extends Exception> {
        /** Looks at or edits the item that the cursor stands on. */
        void at(Cursor cursor) throws X;
    }

    /** What a walk asks at each item. */
    @FunctionalInterface
    public interface Question<X extends Exception> {
        /** True for an item to remove. */
        boolean at(Cursor cursor) throws X;
    }

    /** Visits every item. */
    public <X extends Exception> void forEach(Cursor cursor, Visit<X> visit) throws X {
        for (ResourceGroup group : List.copyOf(cursor.telemetry().resources())) {
            cursor.enter(group);
            if (context == OttlContext.RESOURCE) {
                visit.at(cursor);
            } else {
                forEachScope(cursor, group, visit);
            }
        }
    }

    private <X extends Exception> void forEachScope(
            Cursor cursor, ResourceGroup group, Visit<X> visit) throws X {
        List<? extends ScopeGroup> scopes = group.scopes();
        for (int i = 0, count = scopes.size(); i < count; i++) {
            ScopeGroup scope = scopes.get(i);
            cursor.enter(scope);
            if (context == OttlContext.SCOPE) {
                visit.at(cursor);
            } else {
                forEachRecord(cursor, records(scope), visit);
            }
        }
    }

    private <X extends Exception> void forEachRecord(Cursor cursor, List<?> records, Visit<X> visit)
            throws X {
        boolean deepest = isRecord();
        int most = Math.max(MIN_MOST_VISITED, MOST_TIMES_APPENDED * records.size());
        for (int i = 0; i < Math.min(records.size(), most); i++) {
            cursor.enterRecord(records, i);
            if (deepest) {
                visit.at(cursor);
            } else {
                forEachPart(cursor, parts(cursor), visit);
            }
        }
    }

    private boolean isRecord() {
        return context.parent() == OttlContext.SCOPE;
    }

    private <X extends Exception> void forEachPart(Cursor cursor, List<?> parts, Visit<X> visit)
            throws X {
        for (int i = 0, count = parts.size(); i < Math.min(count, parts.size()); i++) {
            cursor.enterPart(parts, i);
            if (context != OttlContext.EXEMPLAR) {
                visit.at(cursor);
                continue;
            }
            List<Exemplar> exemplars = exemplars(cursor.dataPoint());
            for (int k = 0, all = exemplars.size(); k < all; k++) {
                cursor.enterExemplar(exemplars, k);
                visit.at(cursor);
            }
        }
    }

    /**
     * Removes items; what this leaves without any goes with it, but for a span without events and a
     * profile without samples.
     */
    public <X extends Exception> void removeIf(Cursor cursor, Question<X> drop) throws X {
        List<? extends ResourceGroup> groups = cursor.telemetry().resources();
        BitSet gone = new BitSet();
        for (int i = 0; i < groups.size(); i++) {
            cursor.enter(groups.get(i));
            gone.set(
                    i,
                    context == OttlContext.RESOURCE
                            ? drop.at(cursor)
                            : removeScopes(cursor, groups.get(i).scopes(), drop));
        }
        Records.removeAt(groups, gone);
    }

    /** True if the last one went. */
    private <X extends Exception> boolean removeScopes(
            Cursor cursor, List<? extends ScopeGroup> scopes, Question<X> drop) throws X {
        BitSet gone = new BitSet();
        for (int i = 0; i < scopes.size(); i++) {
            cursor.enter(scopes.get(i));
            gone.set(
                    i,
                    context == OttlContext.SCOPE
                            ? drop.at(cursor)
                            : removeRecords(cursor, records(scopes.get(i)), drop));
        }
        return lastWent(scopes, gone);
    }

    private <X extends Exception> boolean removeRecords(
            Cursor cursor, List<?> records, Question<X> drop) throws X {
        BitSet gone = new BitSet();
        for (int i = 0; i < records.size(); i++) {
            cursor.enterRecord(records, i);
            if (isRecord() ? drop.at(cursor) : removeParts(cursor, parts(cursor), drop)) {
                gone.set(i);
            }
        }
        return lastWent(records, gone);
    }

    /** True if the record goes too: a metric that lost its last point. */
    private <X extends Exception> boolean removeParts(
            Cursor cursor, List<?> parts, Question<X> drop) throws X {
        BitSet gone = new BitSet();
        for (int i = 0; i < parts.size(); i++) {
            cursor.enterPart(parts, i);
            if (drop.at(cursor)) {
                gone.set(i);
            }
        }
        return lastWent(parts, gone)
                && context == OttlContext.DATA_POINT
                && cursor.metric().data() != null;
    }

    /** True if each resource, scope and metric on the way holds an item. */
    public boolean isFull(Telemetry telemetry) {
        return context == OttlContext.RESOURCE
                || telemetry.resources().stream().allMatch(group -> isFull(group.scopes()));
    }

    private boolean isFull(List<? extends ScopeGroup> scopes) {
        return !scopes.isEmpty()
                && (context == OttlContext.SCOPE
                        || scopes.stream().map(Walk::records).allMatch(this::areFull));
    }

    private boolean areFull(List<?> records) {
        return !records.isEmpty()
                && (context != OttlContext.DATA_POINT
                        || records.stream().noneMatch(each -> points((Metric) each).isEmpty()));
    }

    /** Also what was empty from the start goes, as in the Go collector. */
    private static boolean lastWent(List<?> list, BitSet gone) {
        Records.removeAt(list, gone);
        return list.isEmpty();
    }

    private static List<?> records(ScopeGroup scope) {
        return switch (scope) {
            case ScopeSpans spans -> spans.spans();
            case ScopeMetrics metrics -> metrics.metrics();
            case ScopeLogs logs -> logs.records();
            case ScopeProfiles profiles -> profiles.profiles();
        };
    }

    private List<?> parts(Cursor cursor) {
        return switch (context) {
            case SPAN_EVENT -> cursor.span().events();
            case PROFILE_SAMPLE -> cursor.profile().samples();
            case DATA_POINT, EXEMPLAR -> points(cursor.metric());
            case RESOURCE, SCOPE, SPAN, METRIC, LOG, PROFILE -> List.of();
        };
    }

    private static List<? extends DataPoint> points(Metric metric) {
        MetricData data = metric.data();
        return data == null ? List.of() : data.dataPoints();
    }

    private static List<Exemplar> exemplars(DataPoint point) {
        return switch (point) {
            case NumberDataPoint number -> number.exemplars();
            case HistogramDataPoint histogram -> histogram.exemplars();
            case ExponentialHistogramDataPoint histogram -> histogram.exemplars();
            case SummaryDataPoint _ -> List.of();
        };
    }
}
