// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Functions of OTTL that only the transform processor knows: editors of metrics, data points and
 * spans. See the <a
 * href="https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/processor/transformprocessor/README.md#supported-functions">reference</a>.
 */
@NullMarked
package dev.forager.processors.transform.functions;

import org.jspecify.annotations.NullMarked;
