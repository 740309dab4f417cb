// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import static java.util.Objects.requireNonNull;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.Exemplar;
import dev.forager.pdata.InstrumentationScope;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Profile;
import dev.forager.pdata.Profiles;
import dev.forager.pdata.ProfilesDictionary;
import dev.forager.pdata.Resource;
import dev.forager.pdata.ResourceGroup;
import dev.forager.pdata.Sample;
import dev.forager.pdata.ScopeGroup;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanEvent;
import dev.forager.pdata.Telemetry;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The item that compiled OTTL runs on, and what it lies in. A {@link Walk} moves it; a component
 * that has an item in hand stands it there itself. Not thread-safe: one for each payload.
 *
 * <p>Three levels below the scope: the record (span, metric, log record, profile), a part of it
 * (span event, data point, sample), and an exemplar. Each is a place in a list, and is decoded when
 * an accessor asks for it, so expressions that name only the resource open no record.
 */
public final class Cursor {
    private static final Object[] NO_LOCALS = {};

    private final Telemetry telemetry;
    private RequestInfo request = RequestInfo.NONE;

    private @Nullable ResourceGroup resourceGroup;
    private @Nullable ScopeGroup scopeGroup;

    private List<?> records = List.of();
    private int recordIndex;
    private @Nullable Object record;

    private List<?> parts = List.of();
    private int partIndex;
    private @Nullable Object part;

    private List<?> exemplars = List.of();
    private int exemplarIndex;

    private @Nullable Attributes cache;
    private boolean cacheIsShared;

    /** Values of lambda parameters, by the slots that the compiler gave them. */
    private @Nullable Object[] locals = NO_LOCALS;

    /** A cursor that stands nowhere in {@code telemetry} yet. */
    public Cursor(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    /** Says which request brought the telemetry. */
    public Cursor request(RequestInfo info) {
        request = info;
        return this;
    }

    /** Which request brought the telemetry. */
    public RequestInfo request() {
        return request;
    }

    /** What it goes through. */
    public Telemetry telemetry() {
        return telemetry;
    }

    // Moving.

    /** Stands on a resource. */
    public void enter(ResourceGroup group) {
        resourceGroup = group;
        scopeGroup = null;
        moved();
    }

    /** Stands on a scope of the present resource. */
    public void enter(ScopeGroup group) {
        scopeGroup = group;
        moved();
    }

    /** Stands on a span, metric, log record or profile of the present scope. */
    public void enterRecord(List<?> siblings, int index) {
        records = siblings;
        recordIndex = index;
        record = null;
        moved();
    }

    /** Stands on an event, data point or sample of the present record. */
    public void enterPart(List<?> siblings, int index) {
        parts = siblings;
        partIndex = index;
        part = null;
        moved();
    }

    /** Stands on an exemplar of the present data point. */
    public void enterExemplar(List<Exemplar> siblings, int index) {
        exemplars = siblings;
        exemplarIndex = index;
        moved();
    }

    private void moved() {
        if (!cacheIsShared) {
            cache = null;
        }
    }

    // Where it stands.

    /** The group of the present resource, with its schema. */
    public ResourceGroup resourceGroup() {
        return requireNonNull(resourceGroup, "resourceGroup");
    }

    /** The present resource. */
    public Resource resource() {
        return resourceGroup().resource();
    }

    /** The group of the present scope, with its schema. */
    public ScopeGroup scopeGroup() {
        return requireNonNull(scopeGroup, "scopeGroup");
    }

    /** The present scope. */
    public InstrumentationScope scope() {
        return scopeGroup().scope();
    }

    private Object record() {
        Object opened = record;
        if (opened == null) {
            opened = records.get(recordIndex);
            record = opened;
        }
        return opened;
    }

    private Object part() {
        Object opened = part;
        if (opened == null) {
            opened = parts.get(partIndex);
            part = opened;
        }
        return opened;
    }

    /** The present span, or that of the present event. */
    public Span span() {
        return (Span) record();
    }

    /** The present event. */
    public SpanEvent spanEvent() {
        return (SpanEvent) part();
    }

    /** The present metric, or that of the present data point. */
    public Metric metric() {
        return (Metric) record();
    }

    /** The present data point. */
    public DataPoint dataPoint() {
        return (DataPoint) part();
    }

    /** The present exemplar. */
    public Exemplar exemplar() {
        return (Exemplar) exemplars.get(exemplarIndex);
    }

    /** The present log record. */
    public LogRecord log() {
        return (LogRecord) record();
    }

    /** The present profile, or that of the present sample. */
    public Profile profile() {
        return (Profile) record();
    }

    /** The present sample of a profile. */
    public Sample sample() {
        return (Sample) part();
    }

    /** The tables of the profiles it goes through. */
    public ProfilesDictionary dictionary() {
        return ((Profiles) telemetry).dictionary();
    }

    /** The place of the present event, data point or sample among its siblings. */
    public int partIndex() {
        return partIndex;
    }

    /** The metrics among which the present one stands: functions append to them. */
    @SuppressWarnings("unchecked") // a metric's siblings are metrics
    public List<Metric> metrics() {
        return (List<Metric>) records;
    }

    // Scratch.

    /** A map that lasts as long as statements run on the present item. */
    public Attributes cache() {
        Attributes present = cache;
        if (present == null) {
            present = Attributes.create();
            cache = present;
        }
        return present;
    }

    /** From now on one map serves all items, and what it holds is taken from another cursor. */
    public void shareCache(Attributes shared) {
        cache = shared;
        cacheIsShared = true;
    }

    @Nullable Object local(int slot) {
        return locals[slot];
    }

    void setLocal(int slot, @Nullable Object value) {
        if (slot >= locals.length) {
            locals = Arrays.copyOf(locals, Math.max(4, slot + 1));
        }
        locals[slot] = value;
    }
}
