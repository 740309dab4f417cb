// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.routing;

import dev.forager.testkit.GoldenFolder;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Where the Go collector sends what. */
class RecordedRoutesTest {
    @TestFactory
    Stream<DynamicTest> recorded() {
        return GoldenFolder.recorded(getClass()).tests(new RoutingConnectorFactory());
    }
}
