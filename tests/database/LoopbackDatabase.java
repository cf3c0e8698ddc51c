import java.lang.reflect.Field;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/** DynamoDB Local on loopback alone, which it has no option for; ends when its standard input does. */
public class LoopbackDatabase {
    public static void main(String[] arguments) throws Exception {
        DynamoDBProxyServer database = ServerRunner.createServerFromCommandLineArgs(arguments);
        Field inside = DynamoDBProxyServer.class.getDeclaredField("server");
        inside.setAccessible(true);
        ServerConnector door = (ServerConnector) ((Server) inside.get(database)).getConnectors()[0];
        door.setHost("127.0.0.1");
        database.start();
        System.out.println("listening on " + door.getHost() + ":" + door.getLocalPort());
        while (System.in.read() >= 0) { }
        System.exit(0);
    }
}
