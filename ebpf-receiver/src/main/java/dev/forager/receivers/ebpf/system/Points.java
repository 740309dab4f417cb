// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.Resources;

/** Writes points of the host; numbers that are {@link KernelText#NONE} make none. Immutable. */
record Points(MetricSheet sheet) {
    /** A counter or up-down counter. */
    Attributes sum(Instrument instrument, long value) {
        if (value < 0) {
            return ofNoPoint();
        }
        return sheet.sum(Resources.HOST, instrument, since(instrument), value).attributes();
    }

    /** A counter or up-down counter of fractions. */
    Attributes sum(Instrument instrument, double value) {
        if (!(value >= 0)) {
            return ofNoPoint();
        }
        return sheet.sum(Resources.HOST, instrument, since(instrument), 0)
                .asDouble(value)
                .attributes();
    }

    private static long since(Instrument instrument) {
        return instrument.kind() == Instrument.Kind.COUNTER ? MetricSheet.BOOT_NS : 0;
    }

    /** A gauge. */
    Attributes gauge(Instrument instrument, double value) {
        if (!(value >= 0)) {
            return ofNoPoint();
        }
        return sheet.gauge(Resources.HOST, instrument, 0).asDouble(value).attributes();
    }

    private static Attributes ofNoPoint() {
        return new NumberDataPoint().attributes();
    }
}
