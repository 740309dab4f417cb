// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import org.slf4j.Marker;
import org.slf4j.helpers.BasicMarkerFactory;

/** Marks that change how a line of the log is written. */
public final class LogMarkers {
    /** The place in the source is left out, as the Go collector does for the debug exporter. */
    public static final Marker NO_CALLER = new BasicMarkerFactory().getMarker("NO_CALLER");

    /** No stack below the line, whatever its level: the text says all, and a person reads it. */
    public static final Marker NO_STACK = new BasicMarkerFactory().getMarker("NO_STACK");

    private LogMarkers() {}
}
